/** A client that writes whatever it likes: half a request, two at a time, nothing at all. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawSocket {
  socket: Socket;
  /** What the server has sent so far. */
  received(): string;
  /** The first match in that, awaited; an error if the connection ends without it. */
  receives(pattern: RegExp): Promise<string>;
  write(text: string | Uint8Array): void;
  /** Done when the connection is over, with all that was received. */
  closed(): Promise<string>;
  /** Breaks the connection off (RST), as a client does that crashes. */
  reset(): void;
}

export async function openSocket(url: string): Promise<RawSocket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  let isClosed = false;
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isClosed = true;
      resolve();
    });
  });
  await once(socket, 'connect');
  return {
    socket,
    received: () => text,
    async receives(pattern) {
      for (;;) {
        const match = pattern.exec(text);
        if (match) return match[0];
        if (isClosed) throw new Error(`The connection ended without ${pattern}: ${JSON.stringify(text)}`);
        await Promise.race([new Promise((resolve) => socket.once('data', resolve)), closed]);
      }
    },
    write: (data) => void socket.write(data),
    async closed() {
      await closed;
      return text;
    },
    reset: () => void socket.resetAndDestroy(),
  };
}

/** The lines of a request's head, and its end. */
export function head(...lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Connections of which every byte is the test's: what no client of HTTP would send. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection to the server of this address, with nothing said yet. It may break as it likes. */
export async function openSocket(url: string): Promise<Socket> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  return socket;
}

/** Sends these bytes, and gives what comes back until it matches, the server closes, or so long nothing comes. */
export async function talk(
  url: string,
  bytes: string | Buffer,
  { until = /(?!)/, silence = 3000 }: { until?: RegExp; silence?: number } = {},
): Promise<string> {
  const socket = await openSocket(url);
  const said = hear(socket, until, silence);
  socket.write(bytes);
  const text = await said;
  socket.destroy();
  return text;
}

/** What comes on a connection until it matches, ends, or so long nothing comes. */
export function hear(socket: Socket, until: RegExp, silence = 3000): Promise<string> {
  return new Promise((resolve) => {
    const pieces: string[] = [];
    let last = '';
    const done = () => resolve(pieces.join(''));
    socket.setTimeout(silence, done);
    socket.on('close', done);
    socket.on('data', (chunk) => {
      const piece = chunk.toString('latin1');
      pieces.push(piece);
      // Only what is new, and a little before it: all of it again and again would take long.
      last = `${last.slice(-1000)}${piece}`;
      if (until.test(last)) done();
    });
  });
}

/** Opens so many connections, sends these bytes on each, and leaves them as they are. */
export function openMany(url: string, count: number, bytes: string): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = await openSocket(url);
      socket.write(bytes);
      return socket;
    }),
  );
}

/** The head of a request with its empty line. */
export function head(request: string, ...headers: string[]): string {
  return [`${request} HTTP/1.1`, ...headers, '', ''].join('\r\n');
}

/** The status of an answer; 0 if there was none. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
}

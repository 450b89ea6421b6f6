/** A portal that answers everything a byte at a time, and never to the end. */
import { once } from 'node:events';
import { createServer } from 'node:http';

export interface TricklingPortal {
  url: string;
  /** Requests that came so far. */
  count(): number;
  close(): Promise<void>;
}

export async function startTricklingPortal(): Promise<TricklingPortal> {
  let count = 0;
  const server = createServer((_, response) => {
    count += 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    const trickle = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(trickle));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    count: () => count,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

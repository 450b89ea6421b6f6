/** A load balancer as small as can be: it asks each replica whether it is ready, and sends each request to one that was. It repeats nothing. */
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';

export interface Balancer {
  url: string;
  /** Resolves when the replica with this address is among those that are sent requests, or is not. */
  sees(url: string, isReady: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds between two looks at a replica. */
const LOOK_EVERY = 100;

export async function startBalancer(replicas: readonly string[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const ready = new Set<string>();
  const waiting: (() => void)[] = [];
  const look = async (url: string) => {
    const isReady = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2000) }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) ready.add(url);
    else ready.delete(url);
    for (const goOn of waiting.splice(0)) goOn();
  };
  const looking = setInterval(() => {
    for (const url of replicas) void look(url);
  }, LOOK_EVERY);
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const [...choice] = ready;
    turn += 1;
    const replica = choice[turn % choice.length];
    if (replica === undefined) return void outgoing.writeHead(503).end('no replica is ready');
    const options = { agent, method: incoming.method, headers: incoming.headers };
    const asked = request(
      `${replica.replace('localhost', '127.0.0.1')}${incoming.url}`,
      options,
      (answer) => {
        const { connection: _, 'transfer-encoding': __, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, headers);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    asked.on('error', (error) =>
      outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end(String(error)),
    );
    incoming.pipe(asked);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await Promise.all(replicas.map(look));
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    async sees(url, isReady) {
      while (ready.has(url) !== isReady) await new Promise<void>((resolve) => void waiting.push(resolve));
    },
    async close() {
      clearInterval(looking);
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

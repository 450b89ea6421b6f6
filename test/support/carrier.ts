/** What carries requests to the graph in a test: the listener as it ships, or `fetch` behind that of somebody else. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import type { GraphServer } from '../../src/graph-server.ts';

export type Carrier = 'node:http' | 'fetch';

/** The carrier of this run: each project of `vitest.config.ts` names its own. */
export const CARRIER: Carrier = process.env.CARRIER === 'fetch' ? 'fetch' : 'node:http';

const manifest: { scripts: { start: string } } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);

/** The options that `npm start` gives to Node.js. */
export const NODE_ARGUMENTS = manifest.scripts.start.split(' ').slice(1, -1);

/** What Node.js is told in order to start a server with this carrier, as `npm start` tells it. */
export const SERVER_ARGUMENTS = [
  ...NODE_ARGUMENTS,
  fileURLToPath(new URL(CARRIER === 'fetch' ? './fetch-server.ts' : '../../src/bin.js', import.meta.url)),
];

/** The graph as this carrier answers for it; with `fetch`, as a program does that embeds it (`docs/embedding.md`). */
export function carriedBy(carrier: Carrier, graph: GraphServer): GraphServer {
  if (carrier === 'node:http') return graph;
  const answer = getRequestListener(graph.fetch);
  return { ...graph, listener: (request, response) => void answer(request, response) };
}

/** What carries requests to the graph in a test: the listener as it ships, or `fetch` behind that of somebody else. */
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import type { GraphServer } from '../../src/graph-server.ts';

export type Carrier = 'node:http' | 'fetch';

/** The carrier of this run: each project of `vitest.config.ts` names its own. */
export const CARRIER: Carrier = process.env.CARRIER === 'fetch' ? 'fetch' : 'node:http';

/** The program that starts a server with this carrier. */
export const SERVER_PROGRAM = fileURLToPath(
  new URL(CARRIER === 'fetch' ? './fetch-server.ts' : '../../src/bin.ts', import.meta.url),
);

/** The graph as this carrier answers for it; with `fetch`, as a program does that embeds it (`docs/embedding.md`). */
export function carriedBy(carrier: Carrier, graph: GraphServer): GraphServer {
  if (carrier === 'node:http') return graph;
  const answer = getRequestListener(graph.fetch);
  return { ...graph, listener: (request, response) => void answer(request, response) };
}

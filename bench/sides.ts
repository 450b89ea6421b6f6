/** How each side is started and asked. */
import { fileURLToPath } from 'node:url';
import { buildProgram } from '../scripts/kept-program.js';
import { NODE_ARGUMENTS } from '../test/support/carrier.ts';
import type { LoadRequest } from './load.ts';
import { CORES } from './pinned.ts';
import { type Operation, type Row, type Side, textOf } from './row.ts';
import { ServerProcess } from './server-process.ts';

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Lifetimes of the product's answers, by what a row lets it keep. A run is shorter than an hour. */
const KEEPING: Readonly<Record<Row['keeps'], Record<string, string>>> = {
  nothing: { CACHE_TTL_DATASET: '0', CACHE_TTL_RECORDS: '0', CACHE_TTL_ANALYSIS: '0' },
  datasets: { CACHE_TTL_DATASET: '3600', CACHE_TTL_RECORDS: '0', CACHE_TTL_ANALYSIS: '0' },
  all: {
    CACHE_TTL_DATASET: '3600',
    CACHE_TTL_RECORDS: '3600',
    CACHE_TTL_ANALYSIS: '3600',
    CACHE_MAX_MB: '512',
  },
};

export function startPortal(latency: number): Promise<ServerProcess> {
  return ServerProcess.start(CORES.others, (port) => ({
    args: [pathOf('portal/canned-portal.ts'), String(port), String(latency)],
  }));
}

/** `settings` are added to those of the product. */
export async function startSide(
  side: Side,
  portal: string,
  keeps: Row['keeps'],
  settings: Record<string, string> = {},
): Promise<ServerProcess> {
  // As from the second `npm start` on.
  if (side === 'product') await buildProgram();
  return ServerProcess.start(CORES.server, (port) => {
    if (side === 'product') {
      const env = { PORT: String(port), ODS_URL: portal, ...KEEPING[keeps], ...settings };
      return { args: [...NODE_ARGUMENTS, 'scripts/start.js'], env };
    }
    const file = side === 'by-hand' ? 'sides/by-hand.ts' : 'sides/floor.ts';
    return { args: [pathOf(file), String(port), portal] };
  });
}

/** The requests of all variants of a row. `server` is asked for links, which are its own. */
export async function requestsOf(row: Row, side: Side, server: ServerProcess): Promise<LoadRequest[]> {
  const variants = Array.from({ length: row.variants }, (_, variant) => variant);
  if (side === 'floor') return variants.map((variant) => ({ method: 'GET', path: row.floor(variant) }));
  if (side === 'map')
    return variants.map((variant) => ({ method: 'GET', path: `/kept${row.floor(variant)}` }));
  const operation = side === 'by-hand' ? row.byHand : row.product;
  if (!operation) throw new Error(`${row.name} is no question to ${side}.`);
  const requests = variants.map((variant) => post(operation, variant));
  return row.isFile ? Promise.all(requests.map((request) => linked(server, request))) : requests;
}

/** Asks for a link to an export, and gives the request that follows it. */
async function linked(server: ServerProcess, { path, ...options }: LoadRequest): Promise<LoadRequest> {
  const response = await fetch(server.url + path, options);
  const { data }: { data?: { dataset: { export: { url: string } } } } = JSON.parse(await response.text());
  if (!data) throw new Error('There is no link to the export.');
  const { pathname, search } = new URL(data.dataset.export.url, server.url);
  return { method: 'GET', path: pathname + search };
}

function post(operation: Operation, variant: number): LoadRequest {
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: textOf(operation, variant),
      variables: operation.variables(variant),
    }),
  };
}

/**
 * `npm run bench`: what operations cost this project, beside a proxy written by hand (the floor, which counts as 1) and
 * a facade as it is written in an afternoon.
 */
import { parseArgs } from 'node:util';
import { LoadClient } from './load.ts';
import { type Costs, type Effort, measureRow } from './measure.ts';
import { leaveServerCore } from './pinned.ts';
import { PLACES } from './portal/names.ts';
import { heading, lines } from './report.ts';
import type { Row, Side } from './row.ts';
import { allRows } from './rows/rows.ts';
import type { ServerProcess } from './server-process.ts';
import { startPortal } from './sides.ts';

const SIDES: readonly Side[] = ['floor', 'map', 'by-hand', 'product'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1.5' },
    'warm-up': { type: 'string', default: '2' },
    only: { type: 'string', multiple: true, default: [] },
    verbose: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const effort: Effort = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  warmUpSeconds: Number(values['warm-up']),
  only: SIDES.filter((side) => values.only.includes(side)),
  settings: Object.fromEntries(values.set.map((setting) => setting.split('=', 2))),
};

/** The portals by their latency; each is started when a row needs it. */
const portals = new Map<number, Promise<ServerProcess>>();
function portalOf({ latency = 0 }: Pick<Row, 'latency'>): Promise<ServerProcess> {
  let portal = portals.get(latency);
  if (!portal) {
    portal = startPortal(latency);
    portals.set(latency, portal);
  }
  return portal;
}

async function recordIds(): Promise<string[]> {
  const { url } = await portalOf({});
  const response = await fetch(`${url}/api/records/1.0/search/?dataset=${PLACES}&rows=200&fields=name`);
  const { records }: { records: { recordid: string }[] } = JSON.parse(await response.text());
  return records.map(({ recordid }) => recordid);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

leaveServerCore();
const client = new LoadClient();
try {
  const rows = allRows(await recordIds());
  const unknown = positionals.filter((name) => !rows.some((row) => row.name === name));
  if (unknown.length > 0)
    throw new Error(`No row ${unknown.join(', ')}; there are ${rows.map(({ name }) => name).join(', ')}.`);
  const chosen = rows.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const results: { row: Row; costs: Costs }[] = [];
  say(heading());
  for (const row of chosen) {
    const costs = await measureRow(row, await portalOf(row), client, effort, values.verbose ? say : () => {});
    results.push({ row, costs });
    for (const line of lines(row, costs)) say(line);
  }
} finally {
  client.stop();
  for (const portal of portals.values()) await (await portal).stop();
}

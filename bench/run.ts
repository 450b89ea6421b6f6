/**
 * `npm run bench`: what operations cost this project, beside a proxy written by hand (the floor, which counts as 1) and
 * a facade as it is written in an afternoon.
 *
 * `npm run bench -- card records100 --only product --set LOG_LEVEL=silent --rounds 5 --seconds 2 --verbose` measures
 * some rows, some sides, with other settings of the product. Only a run of everything writes `RESULTS.md`.
 */
import { inspect, parseArgs } from 'node:util';
import { growthOf } from './growth.ts';
import { LoadClient } from './load.ts';
import { type Costs, type Effort, measureRow } from './measure.ts';
import { leaveServerCore } from './pinned.ts';
import { PLACES } from './portal/names.ts';
import { heading, lines } from './report.ts';
import { writeResults } from './results.ts';
import type { Row, Side } from './row.ts';
import { allRows } from './rows/rows.ts';
import type { ServerProcess } from './server-process.ts';
import { startPortal } from './sides.ts';
import { measureStartUp } from './start-up.ts';
import { growthVerdict, startUpVerdict } from './targets.ts';

const START_UP = 'start-up';
const SIDES: readonly Side[] = ['floor', 'map', 'by-hand', 'product'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '1' },
    steady: { type: 'string', default: '4' },
    only: { type: 'string', multiple: true, default: [] },
    verbose: { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
});
const effort: Effort = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  steadySeconds: Number(values.steady),
  only: SIDES.filter((side) => values.only.includes(side)),
  settings: Object.fromEntries(values.set.map(settingOf)),
};

/** A value may have equals signs of its own, as `NODE_OPTIONS` does. */
function settingOf(text: string): [name: string, value: string] {
  const end = text.indexOf('=');
  if (end < 0) throw new Error(`--set takes NAME=VALUE, and not ${text}.`);
  return [text.slice(0, end), text.slice(end + 1)];
}

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
  const response = await fetch(`${url}/api/records/1.0/search/?dataset=${PLACES}&rows=300&fields=name`);
  const { records }: { records: { recordid: string }[] } = JSON.parse(await response.text());
  return records.map(({ recordid }) => recordid);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The rows that are named; all if none is. The start-up is one of them, although nothing is asked. */
function chosenOf(rows: readonly Row[]): { chosen: readonly Row[]; withStartUp: boolean } {
  const names = [...rows.map(({ name }) => name), START_UP];
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`No row ${unknown.join(', ')}; there are ${names.join(', ')}.`);
  if (positionals.length === 0) return { chosen: rows, withStartUp: true };
  return {
    chosen: rows.filter(({ name }) => positionals.includes(name)),
    withStartUp: positionals.includes(START_UP),
  };
}

async function run(client: LoadClient): Promise<void> {
  const { chosen, withStartUp } = chosenOf(allRows(await recordIds()));
  const results: { row: Row; costs: Costs }[] = [];
  const startUp = withStartUp ? await measureStartUp(await portalOf({})) : undefined;
  if (startUp) say(`start-up: ${startUpVerdict(startUp).text}`);
  say(heading());
  const failed: string[] = [];
  for (const row of chosen) {
    try {
      const costs = await measureRow(
        row,
        await portalOf(row),
        client,
        effort,
        values.verbose ? say : () => {},
      );
      results.push({ row, costs });
      for (const line of lines(row, costs)) say(line);
    } catch (error) {
      // What was measured for half an hour is not lost with one row.
      failed.push(row.name);
      process.exitCode = 1;
      process.stderr.write(`${row.name}: ${inspect(error)}\n`);
    }
  }
  for (const growth of growthOf(results)) say(growthVerdict(growth).text);
  const isWhole = positionals.length === 0 && effort.only.length === 0 && values.set.length === 0;
  if (startUp && isWhole) writeResults(results, startUp, effort, failed);
}

leaveServerCore();
const client = new LoadClient();
try {
  await run(client);
} finally {
  client.stop();
  for (const portal of portals.values()) await (await portal).stop();
}

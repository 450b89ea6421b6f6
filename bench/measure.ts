/** Measures one row: all its sides, in turns, over several rounds. */
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Load, LoadClient, LoadRequest, LoadResult } from './load.ts';
import type { Row, Side } from './row.ts';
import type { ServerProcess } from './server-process.ts';
import { requestsOf, startSide } from './sides.ts';
import { canMeasure } from './wrk.ts';

/** What a side took in one row: the median of the rounds. */
export interface Cost {
  /** Seconds of processor time for a thousand operations. */
  cpu: number;
  perSecond: number;
  p50: number;
  p99: number;
  memoryMb: number;
  /** Calls to the portal for one operation. */
  calls: number;
}

export type Costs = Partial<Record<Side, Cost>>;

export interface Effort {
  rounds: number;
  /** How long one round of one side takes, more or less. */
  seconds: number;
  warmUpSeconds: number;
  /** The sides to measure; all if it is empty. */
  only: readonly Side[];
  settings: Record<string, string>;
}

/** One side of a row, running. */
interface Runner {
  side: Side;
  server: ServerProcess;
  requests: readonly LoadRequest[];
  /** Operations of a round. */
  amount: number;
  rounds: Cost[];
}

/** `say` is told of each round. */
export async function measureRow(
  row: Row,
  portal: ServerProcess,
  client: LoadClient,
  effort: Effort,
  say: (line: string) => void,
): Promise<Costs> {
  const sides = row.sides.filter((side) => effort.only.length === 0 || effort.only.includes(side));
  const runners: Runner[] = [];
  try {
    for (const side of sides) {
      const server = await startSide(side, portal.url, row.keeps, { ...row.settings, ...effort.settings });
      runners.push({ side, server, requests: await requestsOf(row, side, server), amount: 0, rounds: [] });
    }
    await requireEqualAnswers(row, runners);
    for (const runner of runners) await warmUp(row, runner, client, effort);
    const amounts = runners.map(({ amount }) => amount);
    // One client for all sides of a row.
    const fire = canMeasure(row.connections, amounts)
      ? (load: Load) => client.runWrk(load, effort.seconds)
      : (load: Load) => client.run(load);
    for (let round = 0; round < effort.rounds; round += 1) {
      for (const runner of runners) {
        const cost = await measureRound(row, runner, portal, fire);
        runner.rounds.push(cost);
        say(`${row.name}, round ${round + 1}, ${runner.side}: ${cost.cpu.toFixed(3)} s of CPU for 1000`);
      }
    }
    return Object.fromEntries(runners.map(({ side, rounds }) => [side, medians(rounds)]));
  } finally {
    await Promise.all(runners.map(({ server }) => server.stop()));
  }
}

/** So many variants are compared: the first ones, and in big rows no more. */
const COMPARED = 4;

/** Nothing is timed before all sides give the same answer. */
async function requireEqualAnswers(row: Row, runners: readonly Runner[]): Promise<void> {
  for (let variant = 0; variant < Math.min(COMPARED, row.variants); variant += 1) {
    let expected: { side: Side; data: unknown } | undefined;
    for (const { side, server, requests } of runners) {
      const data = await dataOf(row, server, requests[variant]);
      if (expected && !isDeepStrictEqual(data, expected.data)) {
        throw new Error(
          `${row.name}: ${side} and ${expected.side} answer differently to variant ${variant}:\n${shown(data)}\n${shown(expected.data)}`,
        );
      }
      expected ??= { side, data };
    }
  }
}

const shown = (data: unknown): string => JSON.stringify(data).slice(0, 2000);

/** The data of an answer of GraphQL; of a file, what tells whether it is the same. */
async function dataOf(row: Row, server: ServerProcess, request: LoadRequest | undefined): Promise<unknown> {
  if (!request) return undefined;
  const { path, ...options } = request;
  const response = await fetch(server.url + path, options);
  const text = await response.text();
  if (row.isFile) return { status: response.status, length: text.length, hash: hash('sha256', text) };
  const { data, errors }: { data?: unknown; errors?: unknown } = response.ok ? JSON.parse(text) : {};
  if (!data || errors)
    throw new Error(`${server.url}${path} answers ${response.status}: ${text.slice(0, 1000)}`);
  return data;
}

/** A batch that is cheaper than all before it by so much says that the compiler is still at work. */
const STILL_WARMING = 0.95;
/** Warming up ends at the latest after so many times its least. */
const LONGEST_WARM_UP = 10;
/** So many batches in a row that are no cheaper say that it is not: other work on the machine makes single ones dearer. */
const STEADY = 6;
const BATCH_SECONDS = 0.5;

/**
 * Lets the portal make its answers and the code be compiled, until operations get no cheaper, and finds how many of
 * them a round has.
 */
async function warmUp(row: Row, runner: Runner, client: LoadClient, effort: Effort): Promise<void> {
  const { server, requests } = runner;
  await server.idle();
  const run = (amount: number) =>
    client.run({ url: server.url, requests, connections: row.connections, amount });
  let amount = Math.max(requests.length, row.connections);
  await run(amount);
  let cheapest = Number.POSITIVE_INFINITY;
  let passed = 0;
  for (let steady = 0; passed < effort.warmUpSeconds * LONGEST_WARM_UP; ) {
    const before = server.cpuSeconds();
    const { seconds } = await run(amount);
    const cpu = (server.cpuSeconds() - before) / amount;
    passed += seconds;
    steady = cpu < cheapest * STILL_WARMING ? 0 : steady + 1;
    cheapest = Math.min(cheapest, cpu);
    const rate = amount / Math.max(seconds, 0.01);
    amount = Math.max(row.connections, Math.ceil(rate * BATCH_SECONDS));
    runner.amount = Math.max(row.connections, Math.ceil(rate * effort.seconds));
    if (passed >= effort.warmUpSeconds && steady >= STEADY) return;
  }
}

async function measureRound(
  row: Row,
  { server, requests, amount }: Runner,
  portal: ServerProcess,
  fire: (load: Load) => Promise<LoadResult>,
): Promise<Cost> {
  const [calls, cpu] = [await callsAt(portal), server.cpuSeconds()];
  const result = await fire({ url: server.url, requests, connections: row.connections, amount });
  const spent = server.cpuSeconds() - cpu;
  return {
    cpu: (spent / result.answered) * 1000,
    perSecond: result.answered / result.seconds,
    p50: result.p50,
    p99: result.p99,
    memoryMb: server.memoryMb(),
    calls: ((await callsAt(portal)) - calls) / result.answered,
  };
}

async function callsAt(portal: ServerProcess): Promise<number> {
  return Number(await (await fetch(`${portal.url}/bench/calls`)).text());
}

function medians(rounds: readonly Cost[]): Cost {
  const of = (name: keyof Cost) => median(rounds.map((round) => round[name]));
  return {
    cpu: of('cpu'),
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    memoryMb: of('memoryMb'),
    calls: of('calls'),
  };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

/** Measures one row: all its sides, in turns, over several rounds. */
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Load, LoadClient, LoadRequest, LoadResult } from './load.ts';
import type { Row, Side } from './row.ts';
import type { ServerProcess } from './server-process.ts';
import { requestsOf, startSide } from './sides.ts';
import { warmUp } from './warm-up.ts';
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
  /** A side is warm if operations got no cheaper in so many seconds. */
  steadySeconds: number;
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
    for (const runner of runners) {
      const load = { url: runner.server.url, requests: runner.requests, connections: row.connections };
      const rate = await warmUp(runner.server, load, client, effort.steadySeconds);
      runner.amount = Math.max(row.connections, Math.ceil(rate * effort.seconds));
    }
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

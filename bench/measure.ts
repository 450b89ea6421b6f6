/** Measures one row: all its sides, in turns, over several rounds. */
import { isDeepStrictEqual } from 'node:util';
import type { LoadClient, LoadRequest } from './load.ts';
import type { Row, Side } from './row.ts';
import type { ServerProcess } from './server-process.ts';
import { requestsOf, startSide } from './sides.ts';

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

export async function measureRow(
  row: Row,
  portal: ServerProcess,
  client: LoadClient,
  effort: Effort,
): Promise<Costs> {
  const sides = row.sides.filter((side) => effort.only.length === 0 || effort.only.includes(side));
  const runners: Runner[] = [];
  try {
    for (const side of sides) {
      const server = await startSide(side, portal.url, row.keeps, effort.settings);
      runners.push({ side, server, requests: requestsOf(row, side), amount: 0, rounds: [] });
    }
    await requireEqualAnswers(row, runners);
    for (const runner of runners) await warmUp(row, runner, client, effort);
    for (let round = 0; round < effort.rounds; round += 1) {
      for (const runner of runners) runner.rounds.push(await measureRound(row, runner, portal, client));
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
      const data = await dataOf(server, requests[variant]);
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

async function dataOf(server: ServerProcess, request: LoadRequest | undefined): Promise<unknown> {
  if (!request) return undefined;
  const { path, ...options } = request;
  const response = await fetch(server.url + path, options);
  const text = await response.text();
  const { data, errors }: { data?: unknown; errors?: unknown } = response.ok ? JSON.parse(text) : {};
  if (!data || errors)
    throw new Error(`${server.url}${path} answers ${response.status}: ${text.slice(0, 1000)}`);
  return data;
}

/** Lets the code be compiled, the portal make its answers, and finds how many operations a round has. */
async function warmUp(row: Row, runner: Runner, client: LoadClient, effort: Effort): Promise<void> {
  const { server, requests } = runner;
  await server.idle();
  const least = Math.max(requests.length, row.connections);
  const run = (amount: number) =>
    client.run({ url: server.url, requests, connections: row.connections, amount });
  await run(least);
  let amount = least;
  for (let left = effort.warmUpSeconds; left > 0; ) {
    const { seconds } = await run(amount);
    left -= seconds;
    const rate = amount / Math.max(seconds, 0.01);
    amount = Math.max(row.connections, Math.ceil(rate * Math.min(1, Math.max(left, 0.1))));
    runner.amount = Math.max(row.connections, Math.ceil(rate * effort.seconds));
  }
}

async function measureRound(
  row: Row,
  { server, requests, amount }: Runner,
  portal: ServerProcess,
  client: LoadClient,
): Promise<Cost> {
  const [calls, cpu] = [await callsAt(portal), server.cpuSeconds()];
  const result = await client.run({ url: server.url, requests, connections: row.connections, amount });
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

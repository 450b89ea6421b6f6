/** Every fault of a portal for every API: what is told, how soon, for how many calls, what is kept, and what is left. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, expect, test, vi } from 'vitest';
import { type Expected, ROWS } from '../portals/fault-rows.ts';
import { type FaultyPortal, startFaultyPortal } from '../portals/faulty-portal.ts';
import { selfSigned } from '../support/certificate.ts';
import { CACHING, type Graph, startGraph } from '../support/graph.ts';
import { CHANGES, FILES, READS } from '../support/portal-apis.ts';

/** The longest that a cell may take, in milliseconds: what is late is so after 4 seconds. */
const BOUND = 20_000;
const HOUR = 3_600_000;

/** Codes for which an older answer is shown. */
const STOOD_IN_FOR = /^(?:UPSTREAM_|QUOTA_EXCEEDED)/;
/** Codes of a change after which what was kept of its dataset is dropped. */
const DROPPED_AFTER = /^(?:ok|OUTCOME_UNKNOWN|UPSTREAM_INVALID_RESPONSE)$/;

/** What became of one API over one fault. */
interface Cell {
  code: string;
  /** True if it came within its time. */
  inTime: boolean;
  /** True if it was sent as often as it may be, and told as often as it was sent. */
  calls: boolean;
  /** What is left of what was kept: it stands in for a read, or was dropped by a change. */
  kept: string;
  /** True if it says when to come again. */
  retryAt: boolean;
}

interface Outcome {
  code: string;
  calls: number;
  retryAt: boolean;
  data: string;
}

class Matrix {
  readonly #graph: Graph;
  readonly #portal: FaultyPortal;
  readonly #expected: Expected;

  constructor(graph: Graph, portal: FaultyPortal, expected: Expected) {
    this.#graph = graph;
    this.#portal = portal;
    this.#expected = expected;
  }

  /** Has answers of all APIs kept, while the portal is well. */
  async keep(): Promise<void> {
    if (this.#expected.isAway) return;
    await this.#reads(async (api) => expect((await this.#ask(READS, api, 'kept')).code).toBe('ok'));
  }

  /** What becomes of all APIs. */
  async cells(): Promise<Record<string, Cell>> {
    return {
      ...(await timed(READS, (api) => this.#read(api))),
      ...(await timed(FILES, (api) => this.#file(api))),
      // The last of all: what they drop could not stand in any more.
      ...(await timed(CHANGES, (api) => this.#change(api))),
    };
  }

  /** What should become of them. */
  expected(): Record<string, Cell> {
    const { read, file, change, retryAt = false } = this.#expected;
    const tells = (code: string) => code !== 'ok' && (retryAt || code === 'QUOTA_EXCEEDED');
    const cell = (code: string, kept: string, isTold: boolean): Cell => ({
      code,
      inTime: true,
      calls: true,
      kept,
      retryAt: isTold,
    });
    const standIn = STOOD_IN_FOR.test(read) ? 'ok' : read;
    return Object.fromEntries([
      ...Object.keys(READS).map((api) => [
        api,
        cell(read, this.#expected.isAway ? '' : standIn, tells(read) && this.#expected.isDated !== false),
      ]),
      ...Object.keys(FILES).map((api) => [api, cell(file, '', false)]),
      ...Object.keys(CHANGES).map((api) => [
        api,
        cell(change, this.#expected.isAway ? '' : DROPPED_AFTER.test(change) ? 'dropped' : 'kept', false),
      ]),
    ]);
  }

  /** The outcomes of what failed before, when the portal is well again. */
  async healed(): Promise<string[]> {
    const codes: string[] = [];
    await this.#reads(async (api) => codes.push((await this.#ask(READS, api, 'new')).code));
    return codes;
  }

  async #reads(work: (api: string) => Promise<unknown>): Promise<void> {
    await Promise.all(Object.keys(READS).map(work));
  }

  async #read(api: string): Promise<Omit<Cell, 'inTime'>> {
    const { code, calls, retryAt } = await this.#ask(READS, api, 'new');
    const { isAway } = this.#expected;
    const who = `Apikey ${keyOf(api, 'new')}`;
    const isCounted = isAway
      ? this.#isOften(calls)
      : calls === this.#portal.asked.of(who) && this.#isOften(this.#portal.met.of(who));
    const kept = isAway ? '' : (await this.#ask(READS, api, 'kept')).code;
    return { code, calls: isCounted, retryAt, kept };
  }

  async #file(api: string): Promise<Omit<Cell, 'inTime'>> {
    const key = keyOf(api, 'new');
    const code = await openFile(`${this.#graph.url}${FILES[api]?.(key)}`, key);
    const isCounted = this.#expected.isAway || this.#isOften(this.#portal.met.of(`Apikey ${key}`));
    return { code, calls: isCounted, retryAt: false, kept: '' };
  }

  async #change(api: string): Promise<Omit<Cell, 'inTime'>> {
    const { isAway } = this.#expected;
    const read = READS['record search']?.(keyOf(api, 'well')) ?? '';
    const ask = (query: string) => askGraph(this.#graph, query, keyOf(api, 'well'));
    if (!isAway) expect([(await ask(read)).code, (await ask(read)).calls]).toEqual(['ok', 0]);
    const { code, calls } = await ask(CHANGES[api]?.(keyOf(api, 'well')) ?? '');
    const sent = this.#portal.met.of(keyOf(api, 'well'));
    const kept = isAway ? '' : (await ask(read)).calls > 0 ? 'dropped' : 'kept';
    return { code, calls: isAway ? calls === 0 : sent === 1 && calls === 1, retryAt: false, kept };
  }

  #ask(apis: typeof READS, api: string, group: string): Promise<Outcome> {
    const key = keyOf(api, group);
    return askGraph(this.#graph, apis[api]?.(key) ?? '', key);
  }

  /** Once; up to three times if that may help. */
  #isOften(times: number): boolean {
    return times >= 1 && times <= (this.#expected.again ? 3 : 1);
  }
}

/** The cells of some APIs, all at a time. */
async function timed(
  apis: typeof READS,
  work: (api: string) => Promise<Omit<Cell, 'inTime'>>,
): Promise<Record<string, Cell>> {
  const cells = await Promise.all(
    Object.keys(apis).map(async (api) => {
      const began = performance.now();
      const cell = await work(api);
      return [api, { ...cell, inTime: performance.now() - began < BOUND }] as const;
    }),
  );
  return Object.fromEntries(cells);
}

const keyOf = (api: string, group: string) => `${group}-${api.replaceAll(' ', '-')}`;

async function askGraph(graph: Graph, query: string, key: string): Promise<Outcome> {
  const { data, errors, extensions } = await graph.ask<object, never>(query, undefined, {
    authorization: `Apikey ${key}`,
  });
  const told = errors[0]?.extensions;
  const text = JSON.stringify(data ?? null);
  return {
    code: String(told?.code ?? /"code":"(\w+)"/.exec(text)?.[1] ?? 'ok'),
    calls: extensions.upstream.calls,
    retryAt: told?.retryAt !== undefined || told?.resetAt !== undefined,
    data: text,
  };
}

/** Reads the beginning of a file: `flows` if it is longer than that, `cut` if it breaks off, be it before its first byte. */
async function openFile(url: string, key: string): Promise<string> {
  const leaving = new AbortController();
  const { signal } = leaving;
  let [bytes, pieces] = [0, 0];
  try {
    const response = await fetch(url, { headers: { authorization: `Apikey ${key}` }, signal });
    if (response.status !== 200) return String((await response.json()).errors[0].extensions.code);
    for await (const piece of response.body ?? []) {
      bytes += piece.length;
      pieces += 1;
      if (bytes > 1024 * 1024 || pieces > 20) leaving.abort();
    }
    return 'ok';
  } catch {
    return signal.aborted ? 'flows' : 'cut';
  }
}

const COLUMN = 12;
const shownCodes = (cells: Record<string, Cell>) =>
  Object.values(cells).map(({ code }) =>
    code
      .replace(/^UPSTREAM_|_RESPONSE$/g, '')
      .toLowerCase()
      .slice(0, COLUMN - 1)
      .padEnd(COLUMN),
  );
const apis = [READS, FILES, CHANGES].flatMap((group) => Object.keys(group));
const table = [''.padEnd(26) + apis.map((api) => api.slice(0, COLUMN - 1).padEnd(COLUMN)).join('')];

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
const timersBefore = timers();

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
const heap = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};
const heapBefore = heap();

afterAll(async () => {
  process.stdout.write(`${table.join('\n')}\n`);
  // Whatever was waited for, nothing waits any more.
  await vi.waitUntil(() => timers() <= timersBefore + 1);
  // What stays are modules and compiled code: some 20 MB for 40 servers.
  expect(heap() - heapBefore).toBeLessThan(100);
});

test.concurrent.each(ROWS)('%s', async (name, fault, expected) => {
  await using portal = await startFaultyPortal(
    typeof fault === 'function' ? fault : () => {},
    fault === 'not trusted' ? selfSigned() : undefined,
  );
  let now = Date.now();
  const isLate = expected.read === 'UPSTREAM_TIMEOUT';
  const graph = await startGraph(fault instanceof URL ? fault.href : portal.url, {
    ...CACHING,
    isDirect: true,
    // Only what is to be late has short deadlines: forty servers are slow on a busy machine.
    odsTimeout: isLate ? 1000 : 15_000,
    odsCallTimeout: isLate ? 2000 : 15_000,
    // What one cell has found out is not to be known to the others.
    odsBreakerFailures: 0,
    maxUpstreamMb: 1,
    cacheStale: 86_400,
    now: () => now,
  });
  const matrix = new Matrix(graph, portal, expected);
  portal.isWell = true;
  await matrix.keep();
  now += HOUR;
  portal.isWell = false;
  const cells = await matrix.cells();
  table.push(name.padEnd(26) + shownCodes(cells).join(''));
  expect(cells).toEqual(matrix.expected());
  portal.isWell = true;
  now += 2 * HOUR;
  if (!expected.isAway) expect(new Set(await matrix.healed())).toEqual(new Set(['ok']));
  await graph.close();
  await vi.waitUntil(() => portal.connections === 0);
});

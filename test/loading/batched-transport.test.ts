import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { type BatchTimers, BatchWindow } from '../../src/loading/batch-window.ts';
import { BatchedTransport } from '../../src/loading/batched-transport.ts';
import { datasetLookup, datasetLookups, datasetsByIds, recordLookup } from '../../src/loading/lookups.ts';
import { Habit } from '../../src/loading/portal-habits.ts';
import type { Dataset } from '../../src/ods/dataset.ts';
import { lookupDataset, searchDatasets } from '../../src/ods/datasets.ts';
import { OdsError } from '../../src/ods/errors.ts';
import { lookupRecord } from '../../src/ods/records.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import type { PortalTransport, Session } from '../../src/ods/transport/session.ts';
import { Transport } from '../../src/ods/transport/transport.ts';
import { type Refuse, recordUpstream, type Upstream, type UpstreamCall } from '../support/upstream.ts';

const [A, B, C] = ['earthquakes', 'bird-strikes', 'doc-geonames-cities-5000'];

let door: Upstream;
let plain: Transport;
let batched: PortalTransport;
/** Closes the windows that are open. */
let closeAll: () => void;
let timers: BatchTimers;
/** What the portal refuses for the test at hand. */
let refuse: Refuse;
/** What was seen of the portal. */
let habit: Habit;

beforeEach(async () => {
  refuse = () => null;
  habit = new Habit(Date.now);
  door = await recordUpstream(inject('portalUrl'), (call) => refuse(call));
  plain = new Transport({ url: new URL(door.url), retries: 0, breakerFailures: 0 });
  let works: (() => void)[] = [];
  timers = {
    afterThisTurn: (work: () => void) => work(),
    after: (_: number, work: () => void) => void works.push(work),
    idle: () => performance.now(),
  };
  closeAll = () => {
    const [now] = [works];
    works = [];
    for (const work of now) work();
  };
  const window = new BatchWindow({ milliseconds: 0, isBusy: () => true, timers });
  const transport = new BatchedTransport(plain, window);
  batched = Object.assign(transport, { quotaOf: plain.quotaOf.bind(plain) });
});
afterEach(async () => {
  await plain.close();
  await door.close();
});

/** A caller, and what it was told. */
function callerOf(credential = Credential.anonymous) {
  const leaving = new AbortController();
  const told: string[] = [];
  const session: Session = {
    transport: batched,
    credential,
    signal: leaving.signal,
    onCall: () => told.push('call'),
    onCacheStatus: (how) => told.push(how),
  };
  return { session, told, leave: () => leaving.abort() };
}

const look = ({ session }: { session: Session }, id: string) =>
  lookupDataset(session, id, datasetLookup(id, habit));
const idOf = (dataset: Dataset | null) => dataset?.datasetId ?? null;
const paths = () => door.take().map(({ path }) => path);
const SEARCH = '/api/datasets/1.0/search/';
const codeOf = (error: unknown) => (error instanceof OdsError ? error.code : error);

test('lookups of several callers are one call: of the first, and shared by the others', async () => {
  const callers = [callerOf(), callerOf(), callerOf()];
  const asked = [A, B, C].map((id, index) => look(callers[index] ?? callerOf(), id));
  closeAll();
  expect((await Promise.all(asked)).map(idOf)).toEqual([A, B, C]);
  expect(paths()).toEqual([SEARCH]);
  expect(callers.map(({ told }) => told)).toEqual([['call'], ['shared'], ['shared']]);
});

test('each gets what it would have got alone, a single dataset as well as a page of several', async () => {
  const ids = [C, 'nope', A];
  const asked = Promise.all([
    look(callerOf(), B),
    searchDatasets(callerOf().session, datasetsByIds(ids), { lookup: datasetLookups(ids, habit) }),
  ]);
  closeAll();
  const [dataset, page] = await asked;
  const alone = { ...callerOf().session, transport: plain };
  expect(dataset).toEqual(await lookupDataset(alone, B));
  expect(page.datasets.map(idOf)).toEqual([C, A]);
  for (const one of page.datasets) expect(one).toEqual(await lookupDataset(alone, one.datasetId));
});

test('a lone lookup is the call that it always was', async () => {
  const caller = callerOf();
  const asked = look(caller, A);
  closeAll();
  expect(idOf(await asked)).toBe(A);
  expect(paths()).toEqual([`/api/datasets/1.0/${A}/`]);
  expect(caller.told).toEqual(['call']);
});

test('nothing is shared between credentials', async () => {
  const keys = [Credential.apikey('demo-key'), Credential.anonymous, Credential.apikey('demo-small-key')];
  const asked = keys.flatMap((key) => [A, B].map((id) => look(callerOf(key), id)));
  closeAll();
  await Promise.all(asked);
  const calls = door.take();
  expect(calls.map(({ path }) => path)).toEqual([SEARCH, SEARCH, SEARCH]);
  expect(calls.map(({ authorization }) => authorization).sort()).toEqual([
    'Apikey demo-key',
    'Apikey demo-small-key',
    undefined,
  ]);
});

test('an id that the call misses is looked up alone, and costs its caller that call', async () => {
  const [unknown, known, other] = [callerOf(), callerOf(), callerOf()];
  const asked = [look(unknown, 'nope'), look(known, A), look(other, B)];
  closeAll();
  expect((await Promise.all(asked)).map(idOf)).toEqual([null, A, B]);
  expect(paths()).toEqual([SEARCH, '/api/datasets/1.0/nope/']);
  expect([unknown, known, other].map(({ told }) => told)).toEqual([['call'], ['call'], ['shared']]);
});

test('nobody waits for an id that another has to ask alone', async () => {
  const { promise, resolve } = Promise.withResolvers<null>();
  refuse = ({ path }) => (path === SEARCH ? null : promise);
  const asked = ['nope', A, B].map((id) => look(callerOf(), id ?? ''));
  closeAll();
  expect((await Promise.all(asked.slice(1))).map(idOf)).toEqual([A, B]);
  resolve(null);
  expect(await asked[0]).toBeNull();
});

test('more than fit into one call are as few calls as can be, and a full one leaves at once', async () => {
  const ids = Array.from({ length: 250 }, (_, index) => `unknown-${index}`);
  const seen: number[] = [];
  refuse = ({ path, parameters }) => {
    if (path !== SEARCH) return 404;
    seen.push(Number(parameters.get('rows')));
    return null;
  };
  const asked = ids.map((id) => look(callerOf(), id));
  await vi.waitUntil(() => seen.length === 2);
  closeAll();
  expect(await Promise.all(asked)).toEqual(ids.map(() => null));
  expect(seen).toEqual([100, 100, 50]);
});

test.each(['a b', 'a"b', 'x'.repeat(201), 'é', 'a OR b', ''])(
  'an id unlike those of portals, such as %j, is asked alone at once',
  async (id) => {
    const [odd, plainOne] = [callerOf(), callerOf()];
    const asked = [look(odd, id), look(plainOne, A)];
    await asked[0];
    closeAll();
    await asked[1];
    expect(paths()).not.toContain(SEARCH);
  },
);

describe('a caller that leaves', () => {
  test('before the call disturbs no other, and is not asked for', async () => {
    const [gone, stays, other] = [callerOf(), callerOf(), callerOf()];
    const left = look(gone, A).catch(codeOf);
    const asked = [look(stays, B), look(other, C)];
    gone.leave();
    expect(await left).toBe('UPSTREAM_UNAVAILABLE');
    closeAll();
    expect((await Promise.all(asked)).map(idOf)).toEqual([B, C]);
    expect(door.take().map(({ parameters }) => parameters.getAll('refine.datasetid'))).toEqual([[B, C]]);
    expect(gone.told).toEqual([]);
  });

  test('while the call is under way disturbs no other', async () => {
    const { promise, resolve } = Promise.withResolvers<null>();
    refuse = () => promise;
    const [gone, stays] = [callerOf(), callerOf()];
    const left = look(gone, A).catch(codeOf);
    const asked = look(stays, B);
    closeAll();
    const calls: UpstreamCall[] = [];
    await vi.waitUntil(() => calls.push(...door.take()) > 0);
    gone.leave();
    await left;
    resolve(null);
    expect(idOf(await asked)).toBe(B);
  });

  test('as the last of all ends the call', async () => {
    refuse = () => new Promise(() => {});
    const callers = [callerOf(), callerOf()];
    const asked = callers.map((caller, index) => look(caller, [A, B][index] ?? A).catch(codeOf));
    closeAll();
    await vi.waitUntil(() => paths().length > 0);
    for (const { leave } of callers) leave();
    await Promise.all(asked);
    // It waits for what is under way: nothing is.
    await plain.close();
  });

  test('all before the call: nothing is asked', async () => {
    const callers = [callerOf(), callerOf()];
    const asked = callers.map((caller, index) => look(caller, [A, B][index] ?? A).catch(codeOf));
    for (const { leave } of callers) leave();
    await Promise.all(asked);
    closeAll();
    expect(paths()).toEqual([]);
  });
});

test('a shared call is made again for one that may spend a call more, and costs it that call', async () => {
  const patient = new Transport({ url: new URL(door.url), retries: 1 });
  const window = new BatchWindow({ milliseconds: 0, isBusy: () => true, timers });
  const transport = Object.assign(new BatchedTransport(patient, window), {
    quotaOf: plain.quotaOf.bind(plain),
  });
  const spent = () => new Error('It may spend no more.');
  let left = 1;
  refuse = () => (left-- > 0 ? 503 : null);
  const [first, second, third] = [callerOf(), callerOf(), callerOf()];
  const asked = [
    lookupDataset({ ...first.session, transport, refuse: spent }, A, datasetLookup(A, habit)),
    lookupDataset({ ...second.session, transport, refuse: () => null }, B, datasetLookup(B, habit)),
    lookupDataset({ ...third.session, transport, refuse: () => null }, C, datasetLookup(C, habit)),
  ];
  closeAll();
  expect((await Promise.all(asked)).map(idOf)).toEqual([A, B, C]);
  await patient.close();
  expect(paths()).toEqual([SEARCH, SEARCH]);
  expect([first, second, third].map(({ told }) => told)).toEqual([['call'], ['call', 'shared'], ['shared']]);
});

describe('if the portal fails on the call', () => {
  const ids = ['bad', A, B, C];
  const outcomes = async () => {
    const asked = ids.map((id) =>
      look(callerOf(), id).then(idOf, (error: unknown) => [codeOf(error), String(error)]),
    );
    closeAll();
    return Promise.all(asked);
  };
  const mentions = (call: UpstreamCall, id: string) =>
    call.path.includes(id) || `${call.parameters}`.includes(id);

  test.each([400, 413, 500, 503, 403])('with %i because of one id, that one fails alone', async (status) => {
    refuse = (call) => (mentions(call, 'bad') ? status : null);
    const [bad, ...others] = await outcomes();
    expect(bad).toEqual([expect.any(String), expect.stringContaining('/bad/')]);
    expect(others).toEqual([A, B, C]);
  });

  test.each([401, 429, 504])(
    'with %i, all fail alike, are not asked again, and are told no words',
    async (status) => {
      refuse = ({ path }) => (path === SEARCH ? status : null);
      const failed = await outcomes();
      expect(new Set(failed.map(String)).size).toBe(1);
      expect(String(failed[0])).toContain(`(HTTP ${status})`);
      expect(String(failed)).not.toMatch(/refused|earthquakes|bird|cities|bad/);
      expect(paths()).toEqual([SEARCH]);
    },
  );

  test.each([500, 503])('with %i whatever is asked, no more than two are asked alone', async (status) => {
    refuse = () => status;
    const failed = await outcomes();
    for (const outcome of failed) expect(outcome).toEqual(['UPSTREAM_UNAVAILABLE', expect.any(String)]);
    expect(paths()).toHaveLength(3);
  });

  test('because of one id, what becomes of another that is asked alone is its own', async () => {
    refuse = (call) => {
      if (mentions(call, 'bad')) return 400;
      return call.path.includes(`/${A}/`) ? 503 : null;
    };
    const asked = [A, 'bad'].map((id) => look(callerOf(), id ?? '').then(idOf, codeOf));
    closeAll();
    expect(await Promise.all(asked)).toEqual(['UPSTREAM_UNAVAILABLE', 'BAD_USER_INPUT']);
  });

  test('with 404 since there is no such dataset, none of its records is asked again', async () => {
    const asked = ['1', '2'].map((id) =>
      lookupRecord(callerOf().session, 'nope', id, recordLookup('nope', id)),
    );
    closeAll();
    expect(await Promise.all(asked)).toEqual([null, null]);
    expect(paths()).toEqual(['/api/records/1.0/search/']);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALL_DATASETS, type Read, readOf } from '../../src/caching/read.ts';
import { type CacheSettings, ResponseCache } from '../../src/caching/response-cache.ts';
import { Credential } from '../../src/ods/transport/credential.ts';

const SETTINGS: CacheSettings = { maxMb: 1, ttl: { dataset: 300, records: 30, analysis: 0 }, stale: 3600 };
const RECORDS: Read = { key: 'records', sharedKey: 'records', kind: 'records', topic: 'cities' };

function cacheAt(start: number, settings = SETTINGS) {
  const clock = { now: start };
  return { clock, cache: new ResponseCache(settings, () => clock.now) };
}

function answer(json: unknown, length = 10) {
  return { json, headers: {}, length };
}

function jsonIn(cache: ResponseCache, read: Read): unknown {
  const kept = cache.get(read)?.answer;
  return kept && 'json' in kept ? kept.json : undefined;
}

test('an answer is fresh for its time to live, recent for as long again, then old, then gone', () => {
  const { clock, cache } = cacheAt(1_000_000);
  cache.set(RECORDS, { answer: answer(1), askedAt: 1_000_000 }, cache.generation(RECORDS));
  const after = (seconds: number) => {
    clock.now = 1_000_000 + seconds * 1000;
    return cache.get(RECORDS)?.age;
  };
  expect([0, 30, 31, 60, 61, 3629].map(after)).toEqual(['fresh', 'fresh', 'recent', 'recent', 'old', 'old']);
  expect(after(3631)).toBeUndefined();
});

test('without a time to stand in, an answer is gone when it is no longer fresh', () => {
  const { clock, cache } = cacheAt(1_000_000, { ...SETTINGS, stale: 0 });
  cache.set(RECORDS, { answer: answer(1), askedAt: 1_000_000 }, cache.generation(RECORDS));
  clock.now += 31_000;
  expect(cache.get(RECORDS)).toBeUndefined();
});

test('that there is nothing under an id is kept briefly, and never stands in', () => {
  const { clock, cache } = cacheAt(1_000_000);
  const read: Read = { key: 'dataset', sharedKey: 'dataset', kind: 'dataset', topic: 'nothing' };
  cache.set(read, { answer: { notFound: 'no', length: 2 }, askedAt: clock.now }, cache.generation(read));
  clock.now += 30_000;
  expect(cache.get(read)).toMatchObject({ answer: { notFound: 'no' }, age: 'fresh' });
  clock.now += 1000;
  expect(cache.get(read)).toBeUndefined();
});

test('a kind without a time to live is not kept', () => {
  const { clock, cache } = cacheAt(1_000_000);
  const read: Read = { ...RECORDS, kind: 'analysis' };
  cache.set(read, { answer: answer(1), askedAt: clock.now }, cache.generation(read));
  expect(cache.get(read)).toBeUndefined();
});

test('the memory is bounded: the least recently used go, and what is too large for it is not kept', () => {
  const { clock, cache } = cacheAt(1_000_000);
  const readNo = (number: number): Read => ({ ...RECORDS, key: `r${number}` });
  for (let number = 0; number < 20; number += 1) {
    cache.set(readNo(number), { answer: answer(number, 100_000), askedAt: clock.now }, 0);
    cache.get(readNo(0));
  }
  const kept = Array.from({ length: 20 }, (_, number) => number).filter((number) =>
    cache.get(readNo(number)),
  );
  expect(kept).toEqual([0, 19]);
  cache.set(RECORDS, { answer: answer(1, 1_000_000), askedAt: clock.now }, 0);
  expect(cache.get(RECORDS)).toBeUndefined();
});

test('a change drops the dataset’s answers and the catalog’s, and no others', () => {
  const { clock, cache } = cacheAt(1_000_000);
  const reads: Read[] = [
    RECORDS,
    { key: 'catalog', sharedKey: 'catalog', kind: 'dataset', topic: ALL_DATASETS },
    { ...RECORDS, key: 'b', sharedKey: 'b', topic: 'b' },
  ];
  for (const read of reads)
    cache.set(read, { answer: answer(1), askedAt: clock.now }, cache.generation(read));
  cache.forget('cities');
  expect(reads.map((read) => jsonIn(cache, read))).toEqual([undefined, undefined, 1]);
});

test('just after a change, an answer is kept for a second only: a push takes a moment to be searchable', () => {
  const { clock, cache } = cacheAt(1_000_000);
  cache.forget('cities');
  const keptFor = (seconds: number) => {
    cache.set(RECORDS, { answer: answer(1), askedAt: clock.now }, cache.generation(RECORDS));
    clock.now += seconds * 1000;
    return cache.get(RECORDS)?.age;
  };
  expect([keptFor(1), keptFor(2), keptFor(3), keptFor(4)]).toEqual(['fresh', 'recent', 'old', 'old']);
  expect(keptFor(30)).toBe('fresh');
});

test('what was asked before a change and came after it is not shown', () => {
  const { clock, cache } = cacheAt(1_000_000);
  const before = cache.generation(RECORDS);
  cache.forget('cities');
  cache.set(RECORDS, { answer: answer('old'), askedAt: clock.now }, before);
  expect(cache.get(RECORDS)).toBeUndefined();
});

test('changes of more datasets than can be remembered drop everything, and nothing comes back', () => {
  const { clock, cache } = cacheAt(1_000_000);
  const before = cache.generation(RECORDS);
  cache.set(RECORDS, { answer: answer(1), askedAt: clock.now }, before);
  cache.forget('cities');
  for (let number = 0; number < 10_001; number += 1) cache.forget(`d${number}`);
  cache.set(RECORDS, { answer: answer('old'), askedAt: clock.now }, before);
  expect(cache.get(RECORDS)).toBeUndefined();
  cache.set(RECORDS, { answer: answer('new'), askedAt: clock.now }, cache.generation(RECORDS));
  expect(jsonIn(cache, RECORDS)).toBe('new');
});

test('an answer that was asked for earlier does not take the place of a later one', () => {
  const { clock, cache } = cacheAt(1_000_000);
  cache.set(RECORDS, { answer: answer('later'), askedAt: clock.now }, 0);
  cache.set(RECORDS, { answer: answer('earlier'), askedAt: clock.now - 1000 }, 0);
  expect(jsonIn(cache, RECORDS)).toBe('later');
});

const PORTAL = new URL('https://data.example.org');

test('reads are the same by portal, credential, API and parameters, and the key that replicas share tells nothing of them', () => {
  const call = {
    path: '/api/records/1.0/search/',
    datasetId: 'cities',
    kind: 'records' as const,
    parameters: [
      ['dataset', 'cities'],
      ['refine.a', '1'],
      ['refine.a', '2'],
    ] satisfies [string, string][],
  };
  const key = (portal = PORTAL, credential = Credential.anonymous, one: typeof call = call) => {
    const read = readOf(portal, credential, one);
    expect(read.sharedKey).toMatch(/^[\w-]{43}$/);
    return `${read.key} ${read.sharedKey}`;
  };
  const same = key();
  expect(
    key(PORTAL, Credential.anonymous, {
      ...call,
      parameters: [
        ['refine.a', '1'],
        ['refine.a', '2'],
        ['dataset', 'cities'],
      ],
    }),
  ).toBe(same);
  const others = [
    key(new URL('https://other.example.org')),
    key(PORTAL, Credential.apikey('a')),
    key(PORTAL, Credential.apikey('b')),
    key(PORTAL, Credential.anonymous, { ...call, path: '/api/records/1.0/analyze/' }),
    key(PORTAL, Credential.anonymous, {
      ...call,
      parameters: [
        ['dataset', 'cities'],
        ['refine.a', '2'],
        ['refine.a', '1'],
      ],
    }),
    key(PORTAL, Credential.anonymous, {
      ...call,
      parameters: [
        ['dataset', 'cities'],
        ['refine.a', '1'],
      ],
    }),
  ];
  expect(new Set([same, ...others]).size).toBe(others.length + 1);
});

test('reads with other parameters have another key, whatever the parameters look like', () => {
  const text = fc.oneof(fc.stringMatching(/^[1-9 ]{0,6}$/), fc.string());
  const parameters = fc.array(fc.tuple(text, text), { maxLength: 3 });
  const keyOf = (list: [string, string][]) =>
    readOf(PORTAL, Credential.anonymous, { path: '/api/x/', parameters: list, kind: 'records' }).key;
  // In the order of their names: those of one name stay in theirs.
  const sorted = (list: [string, string][]) =>
    JSON.stringify(list.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))));
  fc.assert(
    fc.property(parameters, parameters, (one, other) => {
      expect(keyOf(one) === keyOf(other)).toBe(sorted(one) === sorted(other));
    }),
    { numRuns: 2000 },
  );
});

test('a call that is made again is another read for another caller, and at another portal', () => {
  const call = { path: '/api/x/', parameters: [], kind: 'dataset' as const };
  const again = { ...call, comesAgain: true };
  const asked = [
    [PORTAL, Credential.anonymous],
    [PORTAL, Credential.apikey('a')],
    [PORTAL, Credential.apikey('b')],
    [new URL('https://other.example.org'), Credential.anonymous],
    [PORTAL, Credential.anonymous],
  ] as const;
  for (const [portal, credential] of asked)
    expect(readOf(portal, credential, again).key).toBe(readOf(portal, credential, call).key);
});

test('the key of a long read is as short as that of any', () => {
  const ids = 'x'.repeat(100_000);
  const parameters = [['q', ids] satisfies [string, string]];
  const read = readOf(PORTAL, Credential.anonymous, { path: '/api/x/', parameters, kind: 'records' });
  expect(read.key.length).toBeLessThan(300);
  expect(read.sharedKey).toBe(read.key);
});

test.each([
  [undefined, ALL_DATASETS],
  ['cities', 'cities'],
])('a read of %s is out of date when %s changes', (datasetId, topic) => {
  const read = readOf(PORTAL, Credential.anonymous, {
    path: '/api/x/',
    parameters: [],
    kind: 'analysis',
    ...(datasetId && { datasetId }),
  });
  expect(read).toMatchObject({ kind: 'analysis', topic });
});

test('an answer that is followed is new as long as the same one is kept and fresh, whatever happens', () => {
  const kinds = ['records', 'dataset'] as const;
  const reads = [0, 1, 2, 3].map((index): Read => {
    const key = `read ${index}`;
    return {
      key,
      sharedKey: key,
      kind: kinds[index % 2] ?? 'records',
      topic: index < 2 ? 'cities' : 'rivers',
    };
  });
  const step = fc.oneof(
    // Three of the larger ones have no room together.
    fc.record({ kind: fc.constant('set' as const), read: fc.nat(3), length: fc.constantFrom(10, 90_000) }),
    fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(0.5, 2, 29, 31, 400) }),
    fc.record({ kind: fc.constant('forget' as const), dataset: fc.constantFrom('cities', 'rivers', 'seas') }),
    fc.record({ kind: fc.constant('fail' as const), read: fc.nat(3) }),
  );
  let seen = { new: 0, old: 0 };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
      const { clock, cache } = cacheAt(1_000_000);
      const followed: { read: Read; answer: object; isNew: () => boolean }[] = [];
      for (const one of steps) {
        if (one.kind === 'wait') clock.now += one.seconds * 1000;
        else if (one.kind === 'forget') cache.forget(one.dataset);
        else {
          const read = reads[one.read] ?? RECORDS;
          if (one.kind === 'fail') cache.holdOff(read);
          else {
            const kept = { answer: answer(1, one.length), askedAt: clock.now };
            cache.set(read, kept, cache.generation(read));
            const { isNew } = cache.follow(read, kept);
            followed.push({ read, answer: kept.answer, isNew });
          }
        }
        for (const { read, answer: asked, isNew } of followed) {
          const isThere = isNew();
          const kept = cache.get(read);
          expect(isThere).toBe(kept?.age === 'fresh' && kept.answer === asked);
          seen = { new: seen.new + Number(isThere), old: seen.old + Number(!isThere) };
        }
      }
    }),
    { numRuns: 500 },
  );
  expect(Math.min(seen.new, seen.old)).toBeGreaterThan(500);
});

test('what is followed stays, as what is asked for does', () => {
  const { clock, cache } = cacheAt(1_000_000);
  const other = (index: number): Read => ({ ...RECORDS, key: `other ${index}`, sharedKey: `other ${index}` });
  const kept = { answer: answer(1), askedAt: clock.now };
  cache.set(RECORDS, kept, cache.generation(RECORDS));
  const followed = cache.follow(RECORDS, kept);
  for (let index = 0; index < 20; index += 1) {
    clock.now += 1100;
    expect(followed.isNew()).toBe(true);
    cache.set(
      other(index),
      { answer: answer(index, 90_000), askedAt: clock.now },
      cache.generation(other(index)),
    );
  }
  // The others had no room beside each other.
  expect(cache.get(other(0))).toBeUndefined();
});

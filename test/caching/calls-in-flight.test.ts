import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { CallsInFlight } from '../../src/caching/calls-in-flight.ts';
import type { Signal } from '../../src/ods/cancellation.ts';

/** Work that is done when told, and says whether it was given up. */
function work() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const started: Signal[] = [];
  const start = (signal: Signal) => {
    started.push(signal);
    signal.addEventListener('abort', () => reject(signal.reason));
    return promise;
  };
  return { start, started, resolve, reject };
}

test('the same work is started once, and a piece of its own after that', async () => {
  const calls = new CallsInFlight<string>();
  const { start, started, resolve } = work();
  const all = [1, 2, 3].map(() => calls.run('a', 0, undefined, start));
  expect(all.map(({ joined }) => joined)).toEqual([false, true, true]);
  expect(calls.run('b', 0, undefined, async () => 'other').joined).toBe(false);
  resolve('done');
  expect(await Promise.all(all.map(({ outcome }) => outcome))).toEqual(['done', 'done', 'done']);
  expect(started).toHaveLength(1);
  expect(calls.run('a', 0, undefined, start).joined).toBe(false);
});

test('all who asked have the failure, and it is not kept', async () => {
  const calls = new CallsInFlight<string>();
  const { start, reject } = work();
  const outcomes = [1, 2].map(() => calls.run('a', 0, undefined, start).outcome);
  reject(new Error('no'));
  expect(await Promise.allSettled(outcomes)).toMatchObject([
    { reason: { message: 'no' } },
    { reason: { message: 'no' } },
  ]);
  expect(await calls.run('a', 0, undefined, async () => 'yes').outcome).toBe('yes');
});

test('a caller that leaves, even the first, disturbs none of those that stay', async () => {
  const calls = new CallsInFlight<string>();
  const { start, started, resolve } = work();
  const first = new AbortController();
  const left = calls.run('a', 0, first.signal, start).outcome;
  const stayed = calls.run('a', 0, new AbortController().signal, start).outcome;
  first.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  expect(started[0]?.aborted).toBe(false);
  resolve('done');
  expect(await stayed).toBe('done');
});

test('work that all callers have left is given up, and nobody joins it', async () => {
  const calls = new CallsInFlight<string>();
  const { start, started } = work();
  const leaving = [new AbortController(), new AbortController()];
  const outcomes = leaving.map(({ signal }) => calls.run('a', 0, signal, start).outcome);
  for (const one of leaving) one.abort(new Error('gone'));
  const next = calls.run('a', 0, undefined, async () => 'anew');
  expect(next.joined).toBe(false);
  expect(await next.outcome).toBe('anew');
  expect(started.map(({ aborted }) => aborted)).toEqual([true]);
  expect((await Promise.allSettled(outcomes)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a caller that is gone already starts nothing', async () => {
  const calls = new CallsInFlight<string>();
  const { start, started } = work();
  await expect(calls.run('a', 0, AbortSignal.abort(new Error('gone')), start).outcome).rejects.toThrow(
    'gone',
  );
  expect(started).toEqual([]);
});

test('an answer is let go, even if the signal of its caller still has what listened to it', async () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') throw new Error('Memory cannot be collected.');
  const { signal } = new AbortController();
  signal.removeEventListener = () => {};
  const calls = new CallsInFlight<object>();
  const ask = async () => {
    const outcome = await calls.run('a', 0, signal, async () => ({ rows: [] })).outcome;
    return new WeakRef(outcome);
  };
  const answer = await ask();
  // What a WeakRef gave is kept until the turn is over.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  expect(answer.deref()).toBeUndefined();
  expect(signal.aborted).toBe(false);
});

test('work of another generation is not joined, and both end for their own callers', async () => {
  const calls = new CallsInFlight<string>();
  const before = work();
  const after = work();
  const old = calls.run('a', 0, undefined, before.start);
  const next = calls.run('a', 1, undefined, after.start);
  expect([calls.isUnderWay('a', 0), calls.isUnderWay('a', 1)]).toEqual([false, true]);
  expect(next.joined).toBe(false);
  before.resolve('old');
  expect(await old.outcome).toBe('old');
  // The end of the earlier one is not the end of the later.
  expect(calls.run('a', 1, undefined, after.start).joined).toBe(true);
  after.resolve('new');
  expect(await next.outcome).toBe('new');
});

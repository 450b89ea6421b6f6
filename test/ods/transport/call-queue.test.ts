import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallQueue, WaitedTooLong } from '../../../src/ods/transport/call-queue.ts';

/** Lets what is due happen. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('callers take turns, however many calls one of them has waiting', async () => {
  const queue = new CallQueue(1, 60_000);
  const order: string[] = [];
  const leaveFirst = await queue.enter('a');
  const wait = async (caller: string) => {
    const leave = await queue.enter(caller);
    order.push(caller);
    leave();
  };
  const all = Promise.all(['a', 'a', 'a', 'a', 'b', 'c', 'b'].map(wait));
  leaveFirst();
  await all;
  expect(order.join('')).toBe('abcabaa');
});

test('callers in one line have the turns of one, and take turns among themselves', async () => {
  const queue = new CallQueue(1, 60_000);
  const order: string[] = [];
  const leaveFirst = await queue.enter('x');
  const wait = async (caller: string) => {
    const leave = await queue.enter(caller, undefined, caller < 'm' ? 'shared' : caller);
    order.push(caller);
    leave();
  };
  const all = Promise.all(['a', 'a', 'b', 'c', 'z', 'z', 'z', 'b'].map(wait));
  leaveFirst();
  await all;
  expect(order.join('')).toBe('azbzczab');
});

test('one that waits too long is told so, and its turn goes to the next', async () => {
  const queue = new CallQueue(1, 20);
  const leave = await queue.enter('a');
  await expect(queue.enter('b')).rejects.toThrow(WaitedTooLong);
  leave();
  (await queue.enter('c'))();
});

test('one that leaves while it waits loses its turn, and nobody else does', async () => {
  const queue = new CallQueue(1, 60_000);
  const leave = await queue.enter('a');
  const leaving = new AbortController();
  const gone = queue.enter('b', leaving.signal);
  const next = queue.enter('c');
  leaving.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  leave();
  leave();
  (await next)();
  await expect(queue.enter('d', AbortSignal.abort())).rejects.toThrow();
  (await queue.enter('e'))();
});

test('never are more under way than allowed, and none is forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean(), fc.nat(3)), { maxLength: 30 }),
      async (concurrency, calls) => {
        const queue = new CallQueue(concurrency, 60_000);
        let underWay = 0;
        let most = 0;
        const outcomes = await Promise.all(
          calls.map(async ([caller, leaves, turns]) => {
            const leaving = new AbortController();
            const entering = queue.enter(caller, leaving.signal);
            if (leaves) setImmediate(() => leaving.abort());
            const leave = await entering.catch(() => null);
            if (!leave) return 'left';
            most = Math.max(most, ++underWay);
            for (let n = 0; n < turns; n += 1) await turn();
            underWay -= 1;
            leave();
            return 'done';
          }),
        );
        expect(most).toBeLessThanOrEqual(concurrency);
        expect(outcomes.filter((outcome) => outcome === 'done').length).toBeGreaterThanOrEqual(
          calls.filter(([, leaves]) => !leaves).length,
        );
        // All turns were given back.
        const again = await Promise.all(Array.from({ length: concurrency }, () => queue.enter('z')));
        expect(again).toHaveLength(concurrency);
      },
    ),
  );
});

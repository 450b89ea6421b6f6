import fc from 'fast-check';
import { expect, test } from 'vitest';
import { abortSignalOf, Cancellation, type Signal } from '../../src/ods/cancellation.ts';

/** What is done with a signal: a listener is one of five, and may add or remove another when it is told. */
type Step =
  | { kind: 'add' | 'remove'; listener: number }
  | { kind: 'abort'; reason: string }
  | { kind: 'throw' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), listener: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const), reason: fc.string() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('throw' as const) }) },
);
const reactions = fc.array(
  fc.option(fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), listener: fc.nat(4) })),
  { minLength: 5, maxLength: 5 },
);

/** What its listeners and its readers see of a signal. */
function seenOf(
  signal: Signal,
  abort: (reason: string) => void,
  steps: readonly Step[],
  whenTold: readonly ({ kind: 'add' | 'remove'; listener: number } | null)[],
): unknown[] {
  const seen: unknown[] = [];
  const change = ({ kind, listener }: { kind: 'add' | 'remove'; listener: number }) => {
    const told = listeners[listener];
    if (!told) return;
    if (kind === 'add') signal.addEventListener('abort', told, { once: true });
    else signal.removeEventListener('abort', told);
  };
  const listeners = whenTold.map((reaction, index) => () => {
    seen.push([index, signal.aborted, signal.reason]);
    if (reaction) change(reaction);
  });
  for (const step of steps) {
    if (step.kind === 'abort') abort(step.reason);
    else if (step.kind !== 'throw') change(step);
    else {
      try {
        signal.throwIfAborted();
        seen.push('went on');
      } catch (error) {
        seen.push(error);
      }
    }
    seen.push([signal.aborted, signal.reason]);
  }
  return seen;
}

/** Listeners of one signal are told in no certain order. */
const sorted = (seen: readonly unknown[]) => seen.map((one) => JSON.stringify(one) ?? 'undefined').sort();

test('a cancellation is to its listeners what an AbortSignal is', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const controller = new AbortController();
      const cancellation = new Cancellation();
      const nothing = [null, null, null, null, null];
      const seen = seenOf(cancellation, (reason) => cancellation.abort(reason), steps, nothing);
      const expected = seenOf(controller.signal, (reason) => controller.abort(reason), steps, nothing);
      expect(sorted(seen)).toEqual(sorted(expected));
    }),
    { numRuns: 2000 },
  );
});

test('a listener is told once at most, whatever the others do when they are told', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), reactions, (steps, whenTold) => {
      const cancellation = new Cancellation();
      const seen = seenOf(cancellation, (reason) => cancellation.abort(reason), steps, whenTold);
      const told = seen.filter((one) => Array.isArray(one) && one.length === 3).map(String);
      expect(told).toEqual([...new Set(told)]);
    }),
  );
});

test('who is removed by a listener before its turn is not told', () => {
  const cancellation = new Cancellation();
  const told: string[] = [];
  const last = () => told.push('last');
  cancellation.addEventListener('abort', () => told.push('first'));
  cancellation.addEventListener('abort', () => cancellation.removeEventListener('abort', last));
  cancellation.addEventListener('abort', last);
  cancellation.abort();
  expect(told).toEqual(['first']);
});

test('without a reason it has that of an AbortController', () => {
  const [cancellation, controller] = [new Cancellation(), new AbortController()];
  cancellation.abort();
  controller.abort();
  expect(cancellation.reason).toEqual(controller.signal.reason);
  expect(cancellation.reason).toMatchObject({ name: 'AbortError' });
});

test('becomes an AbortSignal for libraries, with its reason, before and after', () => {
  const cancellation = new Cancellation();
  const before = abortSignalOf(cancellation);
  expect(before.aborted).toBe(false);
  cancellation.abort('gone');
  const after = abortSignalOf(cancellation);
  expect([before.reason, after.reason]).toEqual(['gone', 'gone']);
  expect(abortSignalOf(before)).toBe(before);
});

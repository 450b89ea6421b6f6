import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findByIds, type IdPage, type IdSearch, type Outcomes } from '../../src/loading/find-by-ids.ts';
import { Habit } from '../../src/loading/portal-habits.ts';

/** What a portal makes of a search for several ids. */
type Reading = (asked: readonly string[], there: readonly string[]) => IdPage<string>;

const page = (things: readonly string[]): IdPage<string> => ({ total: things.length, things });
const those = (asked: readonly string[], there: readonly string[]) =>
  there.filter((id) => asked.includes(id));

const READINGS: Record<string, Reading> = {
  'as it is meant': (asked, there) => page(those(asked, there)),
  'as no search at all': (asked, there) => ({ total: there.length, things: there.slice(0, asked.length) }),
  'as a conjunction': (asked, there) => page(new Set(asked).size === 1 ? those(asked, there) : []),
  'as one for the first id': (asked, there) => page(those(asked.slice(0, 1), there)),
  'as one for the last id': (asked, there) => page(those(asked.slice(-1), there)),
  'as one for the beginnings of ids': (asked, there) =>
    page(there.filter((id) => asked.some((start) => id.startsWith(start)))),
  'as meant, with three rows at most': (asked, there) => ({
    total: those(asked, there).length,
    things: those(asked, there).slice(0, 3),
  }),
};

/** Short ones, some of which begin as others do. */
const ID = fc.constantFrom<string>('a', 'b', 'c', 'ab', 'ac', 'ba', 'abc', 'd', 'e', 'f', 'g', 'h');
const CASE = fc.record({
  there: fc.uniqueArray(ID),
  batches: fc.array(fc.uniqueArray(ID, { minLength: 2 }), { minLength: 1, maxLength: 4 }),
});

test.each(Object.entries(READINGS))(
  'a portal that reads a search %s: every id that is there is found, and no other',
  async (_, reading) => {
    const property = fc.asyncProperty(CASE, fc.boolean(), async ({ there, batches }, hasOther) => {
      const habit = new Habit(() => 0);
      for (const ids of batches) {
        let calls = 0;
        const kind: IdSearch<string> = {
          habit,
          search: async (asked) => {
            calls += 1;
            return reading(asked, there);
          },
          ...(hasOther && {
            searchOtherwise: async (asked: readonly string[]) => {
              calls += 1;
              return page(those(asked, there));
            },
          }),
          sample: async () => {
            calls += 1;
            return there[0] ?? null;
          },
          alone: async (id) => {
            calls += 1;
            return there.includes(id) ? id : null;
          },
          idOf: (id) => id,
        };
        const outcomes: Outcomes<string> = new Map();
        const alone = await findByIds(ids, kind, outcomes);
        for (const id of ids) expect(outcomes.get(id) ?? null).toBe(there.includes(id) ? id : null);
        expect(calls - alone).toBeLessThanOrEqual(4);
      }
    });
    await fc.assert(property, { numRuns: 200 });
  },
);

test('a habit is remembered for its time, and one that was seen to be none is not believed meanwhile', () => {
  let now = 0;
  const habit = new Habit(() => now);
  const seen = () => [habit.isProven, habit.isBroken];
  expect(seen()).toEqual([false, false]);
  habit.prove();
  expect(seen()).toEqual([true, false]);
  now += 600_000;
  expect(seen()).toEqual([false, false]);
  habit.break();
  habit.prove();
  expect(seen()).toEqual([false, true]);
  now += 3_600_000;
  habit.prove();
  expect(seen()).toEqual([true, false]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Link, LinkedList } from '../../src/ods/linked-list.ts';

describe('a linked list', () => {
  test('has the values of a Set, in its order, whatever is added and taken out', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ does: fc.constant('add' as const) }),
        fc.record({ does: fc.constant('shift' as const) }),
        fc.record({ does: fc.constant('remove' as const), at: fc.nat(30) }),
      ),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const list = new LinkedList<number>();
        const expected = new Set<number>();
        // Those that were taken out are there too: they can be taken out again.
        const links: Link<number>[] = [];
        for (const step of all) {
          if (step.does === 'add') {
            expected.add(links.length);
            links.push(list.add(links.length));
          } else if (step.does === 'shift') {
            const [first] = expected;
            expect(list.shift()).toBe(first);
            if (first !== undefined) expected.delete(first);
          } else {
            const link = links[step.at];
            if (!link) continue;
            list.remove(link);
            expected.delete(link.value);
          }
          expect([...list]).toEqual([...expected]);
          expect(list.size).toBe(expected.size);
        }
      }),
    );
  });

  test('keeps nothing of what was taken out, which keeps nothing of the list', () => {
    const list = new LinkedList<string>();
    const [, middle] = [list.add('a'), list.add('b'), list.add('c')];
    list.remove(middle);
    expect([middle.list, middle.previous, middle.next]).toEqual([null, null, null]);
    expect([...list]).toEqual(['a', 'c']);
  });

  test('does not take out what is in another list', () => {
    const [one, other] = [new LinkedList<string>(), new LinkedList<string>()];
    const link = one.add('a');
    other.add('b');
    other.remove(link);
    expect([[...one], [...other]]).toEqual([['a'], ['b']]);
  });

  test('can be emptied by whoever goes through it', () => {
    const list = new LinkedList<number>();
    const links = [1, 2, 3].map((value) => list.add(value));
    const seen: number[] = [];
    for (const value of list) {
      seen.push(value);
      const link = links[value - 1];
      if (link) list.remove(link);
    }
    expect([seen, list.size]).toEqual([[1, 2, 3], 0]);
  });
});

import { expect, test } from 'vitest';
import { FieldSet } from '../../src/ods/field.ts';
import { KnownForFields } from '../../src/ods/known-for-fields.ts';

test('what is made of an object is made once for the fields of one dataset, and anew for those of another', () => {
  const known = new KnownForFields<object, number>();
  const [people, trees] = [new FieldSet('people', []), new FieldSet('trees', [])];
  const [one, other] = [{}, {}];
  let count = 0;
  const make = () => {
    count += 1;
    return count;
  };
  expect([known.of(one, people, make), known.of(one, people, make)]).toEqual([1, 1]);
  expect([known.of(other, people, make), known.of(one, trees, make)]).toEqual([2, 3]);
  expect(known.of(one, people, make)).toBe(4);
});

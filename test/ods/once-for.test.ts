import { expect, test } from 'vitest';
import { onceFor } from '../../src/ods/once-for.ts';

test('what an object gives is found out once, and anew for another that is equal', () => {
  const asked: object[] = [];
  const textOf = onceFor((key: { text: string }) => {
    asked.push(key);
    return key.text;
  });
  const [one, empty] = [{ text: 'a' }, { text: '' }];
  expect([textOf(one), textOf(one), textOf(empty), textOf(empty), textOf({ ...one })]).toEqual([
    'a',
    'a',
    '',
    '',
    'a',
  ]);
  expect(asked).toHaveLength(3);
});

import { expect, test } from 'vitest';
import { KnownRequests } from '../../src/loading/known-requests.ts';

test('what is made of requests is made once for the same ones together, and told of when they come again', () => {
  const again: string[] = [];
  const known = new KnownRequests<{ name: string }, string>((made) => again.push(made));
  const [a, b] = [{ name: 'a' }, { name: 'b' }];
  let count = 0;
  const of = (...requests: { name: string }[]) => {
    count += 1;
    return known.of(requests, () => `${count}: ${requests.map(({ name }) => name).join()}`);
  };
  expect([of(a, b), of(a, b)]).toEqual(['1: a,b', '1: a,b']);
  expect(again).toEqual(['1: a,b']);
  expect([of(b, a), of(a), of({ name: 'a' }), of()]).toEqual(['3: b,a', '4: a', '5: a', '6: ']);
  expect(again).toHaveLength(1);
});

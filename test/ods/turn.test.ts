import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EndOfTurnQueue, endOfTurn } from '../../src/ods/turn.ts';

test('those that wait for the same end of a turn go on right after each other', async () => {
  const order: string[] = [];
  const work = async (name: string) => {
    await endOfTurn();
    order.push(name);
    if (name === 'first') void work('of the next turn');
  };
  void work('first');
  setImmediate(() => order.push('what else is put off'));
  void work('second');
  await turn();
  await turn();
  expect(order).toEqual(['first', 'second', 'what else is put off', 'of the next turn']);
});

test('work of a queue is done at the end of the turn, with nothing in between', async () => {
  const order: string[] = [];
  const queue = new EndOfTurnQueue();
  queue.add(() => {
    order.push('first');
    queueMicrotask(() => order.push('what came of it'));
    queue.add(() => order.push('of the next turn'));
  });
  queue.add(() => order.push('second'));
  expect([queue.isEmpty, order]).toEqual([false, []]);
  await turn();
  expect([queue.isEmpty, order]).toEqual([false, ['first', 'second', 'what came of it']]);
  await turn();
  expect([queue.isEmpty, order.at(-1)]).toEqual([true, 'of the next turn']);
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Timeouts } from '../../src/ods/timeouts.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('each is over after its own time, and one that has ended is not', () => {
  const timeouts = new Timeouts(100);
  const over: string[] = [];
  timeouts.begin(() => over.push('first'));
  vi.advanceTimersByTime(30);
  const ended = timeouts.begin(() => over.push('ended'));
  vi.advanceTimersByTime(30);
  timeouts.begin(() => over.push('last'));
  timeouts.end(ended);
  vi.advanceTimersByTime(39);
  expect(over).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(over).toEqual(['first']);
  vi.advanceTimersByTime(59);
  expect(over).toEqual(['first']);
  vi.advanceTimersByTime(1);
  expect(over).toEqual(['first', 'last']);
});

test('one timer serves all, and none is left when nothing is waited for', () => {
  const timeouts = new Timeouts(100);
  const begun = Array.from({ length: 50 }, () => timeouts.begin(() => {}));
  expect(vi.getTimerCount()).toBe(1);
  for (const one of begun) timeouts.end(one);
  expect(vi.getTimerCount()).toBe(0);
  timeouts.begin(() => {});
  vi.advanceTimersByTime(100);
  expect(vi.getTimerCount()).toBe(0);
});

test('what is over may begin another, and end others', () => {
  const timeouts = new Timeouts(100);
  const over: string[] = [];
  timeouts.begin(() => {
    over.push('first');
    timeouts.end(second);
    timeouts.begin(() => over.push('third'));
  });
  const second = timeouts.begin(() => over.push('second'));
  vi.advanceTimersByTime(100);
  expect(over).toEqual(['first']);
  vi.advanceTimersByTime(100);
  expect(over).toEqual(['first', 'third']);
  expect(vi.getTimerCount()).toBe(0);
});

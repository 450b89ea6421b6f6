import { beforeEach, describe, expect, test } from 'vitest';
import { type BatchTimers, BatchWindow } from '../../src/loading/batch-window.ts';

/** Timers that the test moves on. */
class ManualTimers implements BatchTimers {
  turns: (() => void)[] = [];
  waits: { milliseconds: number; work: () => void }[] = [];
  idleTime = 0;

  afterThisTurn = (work: () => void) => void this.turns.push(work);
  after = (milliseconds: number, work: () => void) => void this.waits.push({ milliseconds, work });
  idle = () => this.idleTime;

  /** Ends a turn of the event loop. */
  turn(): void {
    for (const work of this.turns.splice(0)) work();
  }

  /** Lets the time pass for which is waited, so much of it without work; gives how long it was. */
  wait(idle: number): number {
    const [first] = this.waits.splice(0);
    this.idleTime += idle;
    first?.work();
    this.turn();
    return first?.milliseconds ?? 0;
  }
}

let timers: ManualTimers;
let isBusy: boolean;
let size: number;
let isClosed: boolean;

beforeEach(() => {
  timers = new ManualTimers();
  isBusy = false;
  size = 1;
  isClosed = false;
});

function open(milliseconds = 2): void {
  new BatchWindow({ milliseconds, isBusy: () => isBusy, timers }).open(
    () => size,
    () => {
      isClosed = true;
    },
  );
}

test('a lone request never waits: its window closes with the turn in which what has come was looked at', () => {
  open();
  expect(isClosed).toBe(false);
  timers.turn();
  timers.turn();
  expect(isClosed).toBe(true);
  expect(timers.waits).toEqual([]);
});

describe('if others are under way', () => {
  test.each([0, 1])(
    'which is seen after turn %i, it closes after the time that a lookup may wait',
    (turns) => {
      open();
      for (let turn = 0; turn < turns; turn += 1) timers.turn();
      isBusy = true;
      timers.turn();
      expect(isClosed).toBe(false);
      expect(timers.wait(2)).toBe(2);
      expect(isClosed).toBe(true);
    },
  );

  test('what has arrived when the time is over still belongs to it', () => {
    isBusy = true;
    open();
    timers.turn();
    timers.idleTime += 2;
    timers.waits[0]?.work();
    expect(isClosed).toBe(false);
    timers.turn();
    expect(isClosed).toBe(true);
  });

  test('it stays open while the server is busy and finds more, for no longer than there was nothing to do', () => {
    isBusy = true;
    open(5);
    timers.turn();
    const waitWith = (idle: number) => {
      size += 10;
      return timers.wait(idle);
    };
    expect([waitWith(0), waitWith(1), waitWith(0)]).toEqual([5, 5, 4]);
    expect(isClosed).toBe(false);
    expect(waitWith(4)).toBe(4);
    expect(isClosed).toBe(true);
  });

  test('two looks in a row that find nothing more close it, however busy the server is', () => {
    isBusy = true;
    open();
    timers.turn();
    timers.wait(0);
    size += 1;
    timers.wait(0);
    timers.wait(0);
    expect(isClosed).toBe(false);
    timers.wait(0);
    expect(isClosed).toBe(true);
  });
});

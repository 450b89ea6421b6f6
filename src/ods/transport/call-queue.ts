/** Lets so many calls to a portal be under way at a time; the others wait: lines take turns, and callers in a line. */

import type { Signal } from '../cancellation.ts';
import { type Link, LinkedList } from '../linked-list.ts';
import { Timeouts } from '../timeouts.ts';

/** Begins a call that has waited. */
type Start = () => void;

/** A call that waited for its turn for as long as it may. */
export class WaitedTooLong extends Error {
  override readonly name = 'WaitedTooLong';
}

export class CallQueue {
  readonly #concurrency: number;
  readonly #timeouts: Timeouts;
  #underWay = 0;
  /** The calls that wait, by line and caller; both in the order of their turns. */
  #lines = new Map<string, Map<string, LinkedList<Start>>>();

  /** `timeout`: milliseconds for which a call may wait. */
  constructor(concurrency: number, timeout: number) {
    this.#concurrency = concurrency;
    this.#timeouts = new Timeouts(timeout);
  }

  /** How many calls have their turn. */
  get underWay(): number {
    return this.#underWay;
  }

  /** How many calls wait for their turn. */
  get waiting(): number {
    let count = 0;
    for (const callers of this.#lines.values()) for (const calls of callers.values()) count += calls.size;
    return count;
  }

  /** A turn if one is free; null if it has to be waited for. The function that it gives ends the turn. */
  tryEnter(): (() => void) | null {
    if (this.#underWay >= this.#concurrency) return null;
    this.#underWay += 1;
    return this.#leaving();
  }

  /**
   * As `tryEnter`, and waits if no turn is free. Rejects with the signal's reason for a caller that leaves meanwhile,
   * and with WaitedTooLong. `line`: callers in one line have together the turns of one line.
   */
  async enter(callerId: string, signal?: Signal, line = callerId): Promise<() => void> {
    signal?.throwIfAborted();
    const leave = this.tryEnter();
    if (leave) return leave;
    await this.#wait(line, callerId, signal);
    return this.#leaving();
  }

  #leaving(): () => void {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#next();
    };
  }

  #wait(line: string, callerId: string, signal: Signal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = () => {
        this.#timeouts.end(timeout);
        signal?.removeEventListener('abort', leave);
      };
      const giveUp = (reason: unknown) => {
        settle();
        this.#remove(line, callerId, link);
        reject(reason);
      };
      const leave = () => giveUp(signal?.reason);
      const timeout = this.#timeouts.begin(() => giveUp(new WaitedTooLong()));
      signal?.addEventListener('abort', leave, { once: true });
      const link = this.#callsOf(line, callerId).add(() => {
        settle();
        resolve();
      });
    });
  }

  /** The calls of a caller that wait; they are the last of all if there were none. */
  #callsOf(line: string, callerId: string): LinkedList<Start> {
    let callers = this.#lines.get(line);
    if (!callers) {
      callers = new Map();
      this.#lines.set(line, callers);
    }
    let calls = callers.get(callerId);
    if (!calls) {
      calls = new LinkedList();
      callers.set(callerId, calls);
    }
    return calls;
  }

  /** Gives the turn that has ended to the line, and in it the caller, that waited the longest, and puts both last. */
  #next(): void {
    const [first] = this.#lines;
    const [caller] = first?.[1] ?? [];
    if (!first || !caller) {
      this.#underWay -= 1;
      return;
    }
    const [line, callers] = first;
    const [callerId, calls] = caller;
    const start = calls.shift();
    // Who is alone is the last as well.
    if (this.#lines.size > 1 || callers.size > 1 || calls.size === 0) {
      callers.delete(callerId);
      if (calls.size > 0) callers.set(callerId, calls);
      this.#lines.delete(line);
      if (callers.size > 0) this.#lines.set(line, callers);
      // Another map: the tables of this one, when they are dead, would keep alive what comes into it later.
      else if (this.#lines.size === 0) this.#lines = new Map();
    }
    start?.();
  }

  #remove(line: string, callerId: string, link: Link<Start>): void {
    const callers = this.#lines.get(line);
    const calls = callers?.get(callerId);
    calls?.remove(link);
    if (calls?.size === 0) callers?.delete(callerId);
    if (callers?.size === 0) this.#lines.delete(line);
  }
}

/**
 * The end of a turn of the event loop, when all that has arrived is read. What came together is done together then: code
 * that runs again at once is still at hand for the processor, and a client on this machine wakes once for what it is sent,
 * and not once for each answer. No time passes that could be spared: if nothing else has arrived, the turn ends at once.
 */

/** What has more bytes does not wait for the end of the turn: all that waited would be in memory at the same time. */
export const LONG_FOR_A_TURN = 64 * 1024;

let end: Promise<void> | null = null;

/** Resolves at the end of this turn. Those that wait for the same end go on right after each other. */
export function endOfTurn(): Promise<void> {
  end ??= new Promise((resolve) => {
    setImmediate(() => {
      end = null;
      resolve();
    });
  });
  return end;
}

/** Work of one kind that is done at the end of the turn, with nothing of any other kind in between. It must not throw. */
export class EndOfTurnQueue {
  #waiting: (() => void)[] = [];

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  add(work: () => void): void {
    if (this.#waiting.push(work) === 1) setImmediate(this.#run);
  }

  readonly #run = (): void => {
    const due = this.#waiting;
    this.#waiting = [];
    for (const work of due) work();
  };
}

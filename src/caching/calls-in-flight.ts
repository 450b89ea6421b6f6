/** A caller that waits for the outcome of a call. */
interface Waiting<T> {
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
}

/**
 * A call that is under way. It has no hold on its outcome: a Map that changes with each call keeps what was in it alive
 * until all memory is looked through, and answers are large.
 */
interface CallInFlight<T> {
  readonly abort: AbortController;
  readonly waiting: Set<Waiting<T>>;
}

/** Makes of the same work, asked by several at a time, one piece of work. */
export class CallsInFlight<T> {
  readonly #calls = new Map<string, CallInFlight<T>>();

  isUnderWay(key: string): boolean {
    return this.#calls.has(key);
  }

  /**
   * The outcome of the work under this key: started now, or joined if it is under way. A caller whose signal aborts
   * leaves, and gets the signal's reason; the work itself ends early only when all its callers have left.
   */
  run(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
  ): { outcome: Promise<T>; joined: boolean } {
    if (signal?.aborted) return { outcome: Promise.reject(signal.reason), joined: false };
    const underWay = this.#calls.get(key);
    const call = underWay ?? { abort: new AbortController(), waiting: new Set() };
    const outcome = this.#outcomeFor(signal, key, call);
    if (!underWay) this.#start(key, call, start);
    return { outcome, joined: underWay !== undefined };
  }

  #start(key: string, call: CallInFlight<T>, start: (signal: AbortSignal) => Promise<T>): void {
    this.#calls.set(key, call);
    start(call.abort.signal).then(
      (value) => {
        for (const { resolve } of this.#end(key, call)) resolve(value);
      },
      (error: unknown) => {
        for (const { reject } of this.#end(key, call)) reject(error);
      },
    );
  }

  /** Ends the call for the callers that wait still, which it gives. */
  #end(key: string, call: CallInFlight<T>): Waiting<T>[] {
    if (this.#calls.get(key) === call) this.#calls.delete(key);
    const waiting = [...call.waiting];
    call.waiting.clear();
    return waiting;
  }

  /** The outcome for one caller, which may leave before it. */
  #outcomeFor(signal: AbortSignal | undefined, key: string, call: CallInFlight<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting<T> = { resolve, reject };
      call.waiting.add(waiting);
      if (!signal) return;
      const leave = () => {
        reject(signal.reason);
        call.waiting.delete(waiting);
        if (call.waiting.size > 0) return;
        // Nobody may join what is being given up.
        this.#end(key, call);
        call.abort.abort(signal.reason);
      };
      const stay = () => signal.removeEventListener('abort', leave);
      waiting.resolve = (value) => {
        stay();
        resolve(value);
      };
      waiting.reject = (error) => {
        stay();
        reject(error);
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}

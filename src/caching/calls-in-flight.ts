interface CallInFlight<T> {
  readonly outcome: Promise<T>;
  readonly abort: AbortController;
  callers: number;
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
    const call = underWay ?? this.#start(key, start);
    call.callers += 1;
    return { outcome: signal ? this.#leaving(key, call, signal) : call.outcome, joined: call === underWay };
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): CallInFlight<T> {
    const abort = new AbortController();
    const call: CallInFlight<T> = { outcome: start(abort.signal), abort, callers: 0 };
    this.#calls.set(key, call);
    const end = () => this.#end(key, call);
    // All callers may have left when it fails: the failure is heard here.
    call.outcome.then(end, end);
    return call;
  }

  #end(key: string, call: CallInFlight<T>): void {
    if (this.#calls.get(key) === call) this.#calls.delete(key);
  }

  /** The outcome for one caller, which may leave before it. */
  #leaving(key: string, call: CallInFlight<T>, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const stay = () => signal.removeEventListener('abort', leave);
      const leave = () => {
        reject(signal.reason);
        call.callers -= 1;
        if (call.callers > 0) return;
        // Nobody may join what is being given up.
        this.#end(key, call);
        call.abort.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      call.outcome.then(
        (value) => {
          stay();
          resolve(value);
        },
        (error: unknown) => {
          stay();
          reject(error);
        },
      );
    });
  }
}

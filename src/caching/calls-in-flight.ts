import { Cancellation, type Signal } from '../ods/cancellation.ts';

/** Work that is under way for some callers. */
interface CallInFlight<T> {
  readonly generation: number;
  readonly abort: Cancellation;
  readonly waiting: Set<Waiting<T>>;
}

/**
 * A caller that waits for the outcome of a call. It lets go of what it was given: as a listener of the caller's signal,
 * it may be in memory for longer than the answer, which is large.
 */
class Waiting<T> {
  #resolvers: Pick<PromiseWithResolvers<T>, 'resolve' | 'reject'> | null;
  readonly #signal: Signal | undefined;
  readonly #onLeave: () => void;

  constructor(
    { resolve, reject }: PromiseWithResolvers<T>,
    signal: Signal | undefined,
    onLeave: (waiting: Waiting<T>) => void,
  ) {
    this.#resolvers = { resolve, reject };
    this.#signal = signal;
    this.#onLeave = () => {
      this.reject(signal?.reason);
      onLeave(this);
    };
    signal?.addEventListener('abort', this.#onLeave, { once: true });
  }

  resolve(value: T): void {
    this.#resolvers?.resolve(value);
    this.#letGo();
  }

  reject(error: unknown): void {
    this.#resolvers?.reject(error);
    this.#letGo();
  }

  #letGo(): void {
    this.#resolvers = null;
    this.#signal?.removeEventListener('abort', this.#onLeave);
  }
}

/** Makes of the same work, asked by several at a time, one piece of work. */
export class CallsInFlight<T> {
  readonly #calls = new Map<string, CallInFlight<T>>();

  isUnderWay(key: string, generation: number): boolean {
    return this.#calls.get(key)?.generation === generation;
  }

  /**
   * The outcome of the work under this key: started now, or joined if it is under way and of this generation: what began
   * before a change has another, and nobody joins it any more. A caller whose signal aborts leaves, and gets the signal's
   * reason; the work itself ends early only when all its callers have left.
   */
  run(
    key: string,
    generation: number,
    signal: Signal | undefined,
    start: (signal: Signal) => Promise<T>,
  ): { outcome: Promise<T>; joined: boolean } {
    if (signal?.aborted) return { outcome: Promise.reject(signal.reason), joined: false };
    const latest = this.#calls.get(key);
    const underWay = latest?.generation === generation ? latest : undefined;
    const call = underWay ?? this.#start(key, generation, start);
    const outcome = Promise.withResolvers<T>();
    const caller = new Waiting(outcome, signal, (one) => this.#leave(key, call, one, signal?.reason));
    call.waiting.add(caller);
    return { outcome: outcome.promise, joined: underWay !== undefined };
  }

  #start(key: string, generation: number, start: (signal: Signal) => Promise<T>): CallInFlight<T> {
    const call: CallInFlight<T> = { generation, abort: new Cancellation(), waiting: new Set() };
    this.#calls.set(key, call);
    start(call.abort).then(
      (value) => {
        this.#end(key, call);
        for (const one of call.waiting) one.resolve(value);
      },
      (error: unknown) => {
        this.#end(key, call);
        for (const one of call.waiting) one.reject(error);
      },
    );
    return call;
  }

  #leave(key: string, call: CallInFlight<T>, caller: Waiting<T>, reason: unknown): void {
    call.waiting.delete(caller);
    if (call.waiting.size > 0) return;
    // Nobody may join what is being given up.
    this.#end(key, call);
    call.abort.abort(reason);
  }

  #end(key: string, call: CallInFlight<T>): void {
    if (this.#calls.get(key) === call) this.#calls.delete(key);
  }
}

/** What of an `AbortSignal` is used here: each `AbortSignal` is one, and so is a `Cancellation`. */
export interface Signal {
  readonly aborted: boolean;
  /** Why; undefined before. */
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * An `AbortController` and its signal in one. Each operation and each of its calls has several, and nearly all of them end
 * with nobody told: as event targets, they cost more than the calls' own parameters.
 */
export class Cancellation implements Signal {
  #isAborted = false;
  #reason: unknown;
  /** Most have one listener at a time, and need no set. */
  #listener: (() => void) | null = null;
  #others: Set<() => void> | null = null;

  get aborted(): boolean {
    return this.#isAborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#isAborted) throw this.#reason;
  }

  /** As of an `AbortSignal`, a listener is told once, and not at all if it is added too late. */
  addEventListener(_: 'abort', listener: () => void): void {
    if (this.#isAborted || this.#listener === listener) return;
    if (this.#listener === null && !this.#others?.has(listener)) {
      this.#listener = listener;
    } else {
      this.#others ??= new Set();
      this.#others.add(listener);
    }
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    if (this.#listener === listener) this.#listener = null;
    else this.#others?.delete(listener);
  }

  /** Tells the listeners, the first time; without a reason, with that of an `AbortController`. */
  abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#reason = reason;
    const [listener, others] = [this.#listener, this.#others];
    this.#listener = null;
    listener?.();
    // Who is removed by another before its turn is not told.
    for (const other of others ?? []) other();
    this.#others = null;
  }
}

/** The same as an `AbortSignal`, for libraries that take no other. */
export function abortSignalOf(signal: Signal): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller.signal;
}

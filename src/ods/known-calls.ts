/** Calls that are made again and again with the same parameters: what follows from one is found out once. */
import type { Parameter } from './parameter.ts';
import type { ReadCall } from './transport/call.ts';

const repeated = new WeakSet<readonly Parameter[]>();

/** Says that these parameters are one object for all times that they are asked with, and belong to one call. */
export function repeat(parameters: readonly Parameter[]): void {
  repeated.add(parameters);
}

/** The calls of one API. */
export class KnownCalls<T> {
  readonly #calls = new WeakMap<readonly Parameter[], ReadCall<T>>();

  /** The call of these parameters: one object for all times if they are such. */
  of(parameters: readonly Parameter[], make: () => ReadCall<T>): ReadCall<T> {
    if (!repeated.has(parameters)) return make();
    let call = this.#calls.get(parameters);
    if (!call) {
      call = { ...make(), comesAgain: true };
      this.#calls.set(parameters, call);
    }
    return call;
  }
}

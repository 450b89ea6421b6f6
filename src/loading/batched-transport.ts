import type { Answer, JsonAnswer } from '../ods/transport/answer.ts';
import type { Call, Caller, ChangeCall, Lookup, ReadCall, StreamOptions } from '../ods/transport/call.ts';
import type { QuotaBook } from '../ods/transport/quota.ts';
import { errorOfFailure } from '../ods/transport/response-error.ts';
import type { DirectTransport, Transport } from '../ods/transport/transport.ts';
import { Batch } from './batch.ts';
import type { BatchWindow } from './batch-window.ts';

/**
 * A portal that is asked for many things by their ids in one call, whichever operations look them up.
 *
 * May share a call: lookups of the same credential and topic (datasets, or records of one dataset) that come within one
 * window (see batch-window.ts), up to 100 ids. It stands behind the cache: what is kept, or asked already, never waits
 * here, and each answer is kept as if it had been asked alone. How a batch is asked and split: see batch.ts.
 */
export class BatchedTransport implements DirectTransport {
  readonly #transport: Transport;
  readonly #window: BatchWindow;
  /** The batches that wait, by credential and topic. */
  readonly #waiting = new Map<string, Batch[]>();

  constructor(transport: Transport, window: BatchWindow) {
    this.#transport = transport;
    this.#window = window;
  }

  get url(): URL {
    return this.#transport.url;
  }

  get quotas(): QuotaBook {
    return this.#transport.quotas;
  }

  getAnswer(caller: Caller, call: ReadCall): Promise<JsonAnswer> {
    const { lookup } = call;
    if (!lookup || !Batch.takes(lookup)) return this.#transport.getAnswer(caller, call);
    if (caller.signal?.aborted) return Promise.reject(errorOfFailure(caller.signal.reason, this.url));
    const key = `${caller.credential.id} ${lookup.topic}`;
    const batch = this.#waiting.get(key)?.find((one) => one.hasRoomFor(lookup)) ?? this.#open(key, lookup);
    const answer = batch.add(caller, call, lookup);
    if (batch.isFull) this.#close(key, batch);
    return answer;
  }

  stream(caller: Caller, call: Call, options?: StreamOptions): Promise<Answer> {
    return this.#transport.stream(caller, call, options);
  }

  post(caller: Caller, call: ChangeCall, json: string): Promise<unknown> {
    return this.#transport.post(caller, call, json);
  }

  getChange(caller: Caller, call: ChangeCall): Promise<unknown> {
    return this.#transport.getChange(caller, call);
  }

  #open(key: string, lookup: Lookup): Batch {
    const batch = new Batch(this.#transport, lookup);
    this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), batch]);
    this.#window.open(
      () => batch.size,
      () => this.#close(key, batch),
    );
    return batch;
  }

  #close(key: string, batch: Batch): void {
    const waiting = this.#waiting.get(key);
    if (!waiting?.includes(batch)) return;
    const others = waiting.filter((one) => one !== batch);
    if (others.length > 0) this.#waiting.set(key, others);
    else this.#waiting.delete(key);
    void batch.ask();
  }
}

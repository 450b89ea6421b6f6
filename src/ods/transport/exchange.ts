/**
 * A request to the portal and its answer, read to its end. The pieces of the body are taken as the connection gives them:
 * a stream for each answer would cost more than all the rest of a call.
 */
import type { Transform } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Signal } from '../cancellation.ts';
import { LARGE_BODY, Pieces, unpackerOf } from './body.ts';
import type { AnswerHeaders } from './quota.ts';

/** An answer that has come, with its body. */
export interface WholeAnswer {
  readonly statusCode: number;
  readonly headers: AnswerHeaders;
  /** The bytes of its body, unpacked. Whoever has read them takes them away: what waited for the answer keeps it alive. */
  body: Uint8Array;
  /** Why its body could not be read to its end; undefined if it was. */
  readonly failure?: unknown;
}

export interface ExchangeOptions {
  /** Ends the exchange, and the connection with it. */
  signal: Signal;
  /** How long the body of an answer with this status may be. */
  maxBytesOf: (statusCode: number) => number;
  /** Awaited once before more is read of a large body, which its sender holds back meanwhile. */
  claim: () => Promise<void>;
}

/** Sends a request, and gives its answer; rejects if none has begun. */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: ExchangeOptions,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new Exchange(options, resolve, reject));
  });
}

export const NO_BODY = new Uint8Array();

class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (answer: WholeAnswer) => void;
  readonly #reject: (error: unknown) => void;
  #isOver = false;
  #controller: Dispatcher.DispatchController | undefined;
  /** Set when the answer has begun. */
  #head: { statusCode: number; headers: AnswerHeaders } | undefined;
  #pieces: Pieces | undefined;
  #unpacker: Transform | null = null;

  constructor(
    options: ExchangeOptions,
    resolve: (answer: WholeAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It was ended while it waited for a connection.
    if (this.#isOver) controller.abort(new Error('ended'));
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // What comes before the answer (103 Early Hints) is none.
    if (statusCode < 200) return;
    this.#head = { statusCode, headers };
    try {
      this.#pieces = new Pieces(headers, this.#options.maxBytesOf(statusCode));
      const unpacker = unpackerOf(headers);
      if (unpacker) this.#unpackWith(unpacker);
    } catch (error) {
      this.#fail(error);
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Uint8Array): void {
    if (this.#isOver) return;
    const unpacker = this.#unpacker;
    if (!unpacker) this.#take(piece, controller);
    else if (!unpacker.write(piece)) {
      controller.pause();
      unpacker.once('drain', () => controller.resume());
    }
  }

  onResponseEnd(): void {
    if (this.#unpacker) this.#unpacker.end();
    else this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, error: unknown): void {
    this.#fail(error);
  }

  readonly #onAbort = () => this.#fail(this.#options.signal.reason);

  #unpackWith(unpacker: Transform): void {
    this.#unpacker = unpacker;
    unpacker.on('data', (piece: Uint8Array) => this.#take(piece, unpacker));
    unpacker.on('end', () => this.#finish());
    unpacker.on('error', (error) => this.#fail(error));
  }

  /** Takes a piece of the body as it is unpacked; `source` can be held back. */
  #take(piece: Uint8Array, source: { pause(): void; resume(): void }): void {
    const pieces = this.#pieces;
    if (this.#isOver || !pieces) return;
    const before = pieces.length;
    try {
      pieces.add(piece);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (before > LARGE_BODY || pieces.length <= LARGE_BODY) return;
    source.pause();
    this.#options.claim().then(
      () => source.resume(),
      (error: unknown) => this.#fail(error),
    );
  }

  #finish(): void {
    const pieces = this.#pieces;
    if (!this.#head || !pieces || !this.#end()) return;
    this.#pieces = undefined;
    this.#resolve({ ...this.#head, body: pieces.whole() });
  }

  /** Ends the exchange with an error: of the body if the answer has begun. What is left of it may be large. */
  #fail(failure: unknown): void {
    if (!this.#end()) return;
    if (this.#head) this.#resolve({ ...this.#head, body: NO_BODY, failure });
    else this.#reject(failure);
    this.#unpacker?.destroy();
    this.#controller?.abort(new Error('ended', { cause: failure }));
  }

  /** True the first time. */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    return true;
  }
}

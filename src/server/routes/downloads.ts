import type { LimitErrorCode } from '../../loading/limit-error.ts';
import { HttpError } from '../http-error.ts';

export interface DownloadsOptions {
  /** Files being sent at a time, all together. */
  max: number;
  /** Files being sent at a time to one caller. */
  maxPerCaller: number;
}

const CODE: LimitErrorCode = 'TOO_MANY_DOWNLOADS';
/** Seconds after which a client may try again. */
const AGAIN_AFTER = 10;

/** The files that are being sent: each keeps a connection to the portal busy for as long as it is read. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #byCaller = new Map<string, number>();
  #all = 0;

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  /** How many there are now. */
  get size(): number {
    return this.#all;
  }

  /** Counts one more; gives what must be called when it is over, once or more often. */
  enter(caller: string): () => void {
    const { max, maxPerCaller } = this.#options;
    const own = this.#byCaller.get(caller) ?? 0;
    if (own >= maxPerCaller) {
      throw tooMany(429, `You have ${own} exports and files under way (MAX_DOWNLOADS_PER_CALLER)`);
    }
    if (this.#all >= max) {
      throw tooMany(503, `The server is sending ${this.#all} exports and files (MAX_DOWNLOADS)`);
    }
    this.#all += 1;
    this.#byCaller.set(caller, own + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#leave(caller);
    };
  }

  #leave(caller: string): void {
    this.#all -= 1;
    const others = (this.#byCaller.get(caller) ?? 1) - 1;
    if (others > 0) this.#byCaller.set(caller, others);
    else this.#byCaller.delete(caller);
  }
}

function tooMany(status: 429 | 503, what: string): HttpError {
  const retryAt = new Date(Date.now() + AGAIN_AFTER * 1000);
  return new HttpError(status, `${what}: try again when one of them is done.`, { code: CODE, retryAt });
}

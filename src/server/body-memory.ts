import { HttpError } from './http-error.ts';

/** What each body may have without being counted: ordinary operations are taken whatever others send. */
const FREE = 16 * 1024;
/** Seconds after which a client may try again. */
const AGAIN_AFTER = 5;

/** The memory that the bodies of all requests under way take together. */
export class BodyMemory {
  readonly #capacity: number;
  #held = 0;

  constructor(capacityMb: number) {
    this.#capacity = capacityMb * 1024 * 1024;
  }

  /** Bytes that are held now. */
  get held(): number {
    return this.#held;
  }

  /** A share for one body. */
  open(): BodyShare {
    let size = 0;
    const countedOf = (bytes: number) => Math.max(0, bytes - FREE);
    return {
      grow: (bytes) => {
        const more = countedOf(size + bytes) - countedOf(size);
        const others = this.#held - countedOf(size);
        // A single body is never too much: MAX_BODY_MB says how large one may be.
        if (more > 0 && others > 0 && this.#held + more > this.#capacity) throw tooMuch();
        size += bytes;
        this.#held += more;
      },
      close: () => {
        this.#held -= countedOf(size);
        size = 0;
      },
    };
  }
}

/** What one body takes of that memory. */
export interface BodyShare {
  /** Takes more; throws if there is no more. */
  grow(bytes: number): void;
  /** Gives all of it back. */
  close(): void;
}

function tooMuch(): HttpError {
  return new HttpError(
    503,
    'The server is receiving as much as it has memory for (MAX_BUFFERED_MB): try again later, or send less at a time.',
    {
      code: 'TOO_MANY_BODIES',
      retryAt: new Date(Date.now() + AGAIN_AFTER * 1000),
      headers: { Connection: 'close' },
    },
  );
}

import { LRUCache } from 'lru-cache';
import type { Credential } from './credential.ts';

/** Beyond this many callers the one seen longest ago must be answered again before it has a line of its own. */
const MAX_CREDENTIALS = 10_000;

/**
 * In which line a caller waits for its turn. A credential has a line of its own once the portal has answered it well:
 * keys are free to invent, and a thousand invented ones together have the turns of one caller.
 */
export class Lines {
  readonly #admitted = new LRUCache<string, true>({ max: MAX_CREDENTIALS });

  of({ id, isAnonymous }: Credential): string {
    return isAnonymous || this.#admitted.get(id) ? id : 'unknown';
  }

  admit({ id, isAnonymous }: Credential): void {
    if (!isAnonymous) this.#admitted.set(id, true);
  }
}

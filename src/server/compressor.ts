/** Texts made smaller on Node's threads: few at a time, and those that wait are bounded in bytes. */

import { promisify } from 'node:util';
import { brotliCompress, constants, gzip, zstdCompress } from 'node:zlib';
import type { Bytes } from '../execution/utf8.ts';
import type { Signal } from '../ods/cancellation.ts';
import type { Encoding } from './accept.ts';

export type Coding = Exclude<Encoding, 'identity'>;

/** Texts that are made smaller at a time: two of the four threads, so that names of hosts are looked up all the same. */
const AT_A_TIME = 2;
/** Characters of all texts that wait or are made smaller: the largest answer of the default settings. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/**
 * How each coding is written. The levels are those at which an answer of 100 KB takes a millisecond at most; more effort
 * saves a few per cent of the bytes for twice the time.
 */
const WRITE: Readonly<Record<Coding, (text: string | Bytes, isWhole: boolean) => Promise<Bytes>>> = {
  zstd: (text, isWhole) =>
    promisify(zstdCompress)(text, {
      params: { [constants.ZSTD_c_compressionLevel]: 3 },
      finishFlush: isWhole ? constants.ZSTD_e_end : constants.ZSTD_e_flush,
    }),
  br: (text, isWhole) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
      finishFlush: isWhole ? constants.BROTLI_OPERATION_FINISH : constants.BROTLI_OPERATION_FLUSH,
    }),
  gzip: (text, isWhole) =>
    promisify(gzip)(text, {
      level: 4,
      finishFlush: isWhole ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    }),
};

export class Compressor {
  readonly #turns: (() => void)[] = [];
  #running = 0;
  #characters = 0;

  /** The whole text in this coding; null if too much is waiting already, or nobody wants it when its turn comes. */
  whole(coding: Coding, text: string | Bytes, signal: Signal): Promise<Bytes | null> {
    return this.#inTurn(text, () => (signal.aborted ? null : WRITE[coding](text, true)));
  }

  /** The same of a text that still goes on: what was written so far can be read, and is no whole of its coding. */
  begun(coding: Coding, text: string): Promise<Bytes | null> {
    return this.#inTurn(text, () => WRITE[coding](text, false));
  }

  async #inTurn(text: string | Bytes, write: () => Promise<Bytes> | null): Promise<Bytes | null> {
    if (this.#characters + text.length > MAX_CHARACTERS) return null;
    this.#characters += text.length;
    if (this.#running < AT_A_TIME) this.#running += 1;
    else await new Promise<void>((resolve) => this.#turns.push(resolve));
    try {
      return await write();
    } finally {
      this.#characters -= text.length;
      // The turn goes to the next that waits, if there is one.
      const next = this.#turns.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

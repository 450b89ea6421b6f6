/** Answers of the graph as small as their client can read them. */

import type { Bytes } from '../execution/utf8.ts';
import type { Signal } from '../ods/cancellation.ts';
import { encodingFor } from './accept.ts';
import { endedWith, keptOf } from './begun-coding.ts';
import { type Coding, Compressor } from './compressor.ts';
import type { HeaderReader } from './header-reader.ts';
import type { HttpAnswer } from './http-answer.ts';
import { KeptBody } from './kept-body.ts';

const CODINGS: readonly Coding[] = ['zstd', 'br', 'gzip'];

/** What of a request may be a credential; a proxy in front may take cookies for one. */
const CREDENTIALS = ['authorization', 'x-priority-token', 'cookie'];

/** What a request says that wants no other form than that of the answer itself. */
const NO_TRANSFORM = /(?:^|,)\s*no-transform\s*(?:,|$)/i;

/** What of a request decides in which form it is answered. */
export interface Reader {
  header: HeaderReader;
  /** Aborted when the client is gone. */
  signal: Signal;
}

/** What is compressed: an answer as it is. */
type Body = Exclude<HttpAnswer['body'], null>;

export class Compression {
  readonly #from: number;
  readonly #compressor = new Compressor();

  /** `from`: the bytes that an answer has at least to be compressed. */
  constructor(from: number) {
    this.#from = from;
  }

  /** The answer in the form that its client likes best; a promise only if it is compressed. */
  of(answer: HttpAnswer, { header, signal }: Reader): HttpAnswer | Promise<HttpAnswer> {
    const { body, headers } = answer;
    // The length of a compressed answer tells which of its parts are alike (BREACH). So what an attacker may choose is never
    // compressed together with what only this caller may see: only what everybody would be answered is compressed.
    if (!answer.isForAll) return answer;
    headers.Vary = `${headers.Vary}, Accept-Encoding`;
    const accepted = header('accept-encoding');
    if (accepted === null || body === null) return answer;
    if (lengthOf(body) < this.#from || CREDENTIALS.some((name) => header(name) !== null)) return answer;
    if (NO_TRANSFORM.test(header('cache-control') ?? '')) return answer;
    const coding = encodingFor(accepted, CODINGS);
    if (coding === 'identity') return answer;
    return this.#answer(answer, coding, body, signal);
  }

  async #answer(answer: HttpAnswer, coding: Coding, body: Body, signal: Signal): Promise<HttpAnswer> {
    const bytes = await this.#compressed(coding, body, signal);
    const { headers } = answer;
    if (bytes === null) return answer;
    return { ...answer, headers: { ...headers, 'Content-Encoding': coding }, body: bytes, isOwn: false };
  }

  /** The body in this coding; null if it has to be sent as it is. */
  async #compressed(coding: Coding, body: Body, signal: Signal): Promise<Bytes | null> {
    try {
      if (!(body instanceof KeptBody)) return await this.#compressor.whole(coding, body, signal);
      const data = await body.form(coding, (begin) => this.#begun(coding, begin));
      return data && endedWith(coding, data, body.end);
    } catch {
      // It is right as it is.
      return null;
    }
  }

  async #begun(coding: Coding, data: string): Promise<Bytes | null> {
    const begun = await this.#compressor.begun(coding, data);
    // A copy: what zlib gives may be the beginning of a larger piece of memory.
    return begun && new Uint8Array(keptOf(coding, data, begun));
  }
}

function lengthOf(body: Body): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
}

/** The body of a request to the graph: read once, bounded while it is read, and known to whoever needs it later. */
import { setImmediate } from 'node:timers/promises';
import { BodyBytes, textOf } from './body-bytes.ts';
import { BodyMemory, type BodyShare } from './body-memory.ts';
import type { BodySource } from './body-source.ts';
import type { HeaderReader } from './header-reader.ts';
import { HttpError } from './http-error.ts';
import { JsonMeter } from './json-meter.ts';
import { isKnowable, KnownBodies } from './known-bodies.ts';
import { requireJsonType } from './media-type.ts';

/** So many bytes take a while to parse. */
const LARGE = 256 * 1024;

/** What a name or a value of JSON takes in memory beside its text, in bytes. */
const BYTES_PER_PART = 48;

export interface RequestBodiesOptions {
  /** The largest body in MB (1024 * 1024 bytes). */
  maxBodyMb: number;
  /** Memory for all of them together, in MB. */
  maxBufferedMb: number;
}

/** A body that was read. Its memory counts until it is released. */
export interface JsonBody {
  /** The same object for all that send the same body: it is only read. */
  json: object;
  release(): void;
  /** Keeps it for those that send the same; not to be called if there may be a secret in it. */
  keep(): void;
}

/** Reads the JSON bodies of requests. */
export class RequestBodies {
  readonly #maxBodyMb: number;
  readonly #memory: BodyMemory;
  readonly #known = new KnownBodies();

  constructor({ maxBodyMb, maxBufferedMb }: RequestBodiesOptions) {
    this.#maxBodyMb = maxBodyMb;
    this.#memory = new BodyMemory(maxBufferedMb);
  }

  /** Reads the body; throws an HttpError that says what is wrong with it, or rejects with it. A body that is there is read at once. */
  read(header: HeaderReader, source: BodySource): JsonBody | Promise<JsonBody> {
    const charset = requireJsonType(header);
    if (Number(header('content-length') ?? 0) > this.#maxBytes) throw this.#tooLarge();
    const share = this.#memory.open();
    const meter = new JsonMeter();
    const arrived = new BodyBytes(charset, source.isShared, (piece) => meter.take(piece));
    const bodyOf = (bytes: Uint8Array) => this.#bodyOf(bytes, arrived, meter, share);
    const failed = (error: unknown): never => {
      arrived.clear();
      share.close();
      throw error;
    };
    try {
      const bytes = this.#bytes(source, arrived, share);
      if (bytes instanceof Uint8Array) return bodyOf(bytes);
      // Other work is done before a large one is parsed: if many end together, they are not all parsed in one go.
      const parsed = async (read: Uint8Array) => {
        if (read.length > LARGE) await setImmediate();
        return bodyOf(read);
      };
      return bytes.then(parsed).catch(failed);
    } catch (error) {
      return failed(error);
    }
  }

  #bodyOf(bytes: Uint8Array, arrived: BodyBytes, meter: JsonMeter, share: BodyShare): JsonBody {
    const known = this.#known.get(bytes);
    if (known) return { json: known, release: share.close, keep: nothing };
    const parts = meter.parts() * BYTES_PER_PART;
    share.grow(parts);
    const text = textOf(bytes);
    const isKept = isKnowable(bytes);
    if (!isKept) arrived.discard(bytes);
    const json = parse(text);
    const keep = isKept ? () => this.#known.keep(bytes, { json, parts }) : nothing;
    return { json, release: share.close, keep };
  }

  #bytes(source: BodySource, arrived: BodyBytes, share: BodyShare): Uint8Array | Promise<Uint8Array> {
    let length = 0;
    let refusal: { error: unknown } | null = null;
    const take = (piece: Uint8Array) => {
      length += piece.length;
      if (length > this.#maxBytes) throw this.#tooLarge();
      // A client that is still sending may miss an answer that closes its connection: the rest is thrown away.
      if (refusal !== null) {
        arrived.discard(piece);
        return;
      }
      try {
        share.grow(piece.length);
        arrived.add(piece);
      } catch (error) {
        refusal = { error };
        arrived.discard(piece);
        arrived.clear();
        share.close();
      }
    };
    const end = () => {
      if (refusal !== null) throw refusal.error;
      return arrived.end();
    };
    return source.read(take)?.then(end) ?? end();
  }

  get #maxBytes(): number {
    return this.#maxBodyMb * 1024 * 1024;
  }

  #tooLarge(): HttpError {
    return new HttpError(413, `The request is larger than ${this.#maxBodyMb} MB (MAX_BODY_MB).`, {
      code: 'BODY_TOO_LARGE',
      headers: { Connection: 'close' },
    });
  }
}

function nothing(): void {}

function parse(text: string): object {
  const json = parsed(text);
  if (typeof json === 'object' && json !== null) return json;
  throw badRequest('The body must be a JSON object with the operation as "query".');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The error quotes the text, which may have a credential in it.
    throw error instanceof SyntaxError ? badRequest('The body is not valid JSON.') : error;
  }
}

function badRequest(message: string): HttpError {
  return new HttpError(400, message, { code: 'BAD_REQUEST' });
}

import type { IncomingMessage } from 'node:http';
import { free } from '../ods/memory.ts';
import { http } from './node-http.ts';

type Written = (error: Error | null | undefined) => void;

/**
 * A response that gives back the memory of pieces as soon as they are sent. The collector would look through all that is
 * alive for each 60 MB of them, which takes as long as an export itself.
 */
export class ReleasingResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends http.ServerResponse<Request> {
  #pieces: Set<unknown> | null = null;

  /** Takes over a piece that will be written: nobody else may read it, now or later. */
  takeOver(piece: Uint8Array): void {
    // If others have a part of the same memory, it is not all of it.
    if (piece.byteLength !== piece.buffer.byteLength) return;
    this.#pieces ??= new Set();
    this.#pieces.add(piece);
  }

  override write(chunk: unknown, callback?: Written): boolean;
  override write(chunk: unknown, encoding: BufferEncoding, callback?: Written): boolean;
  override write(chunk: unknown, encoding?: BufferEncoding | Written, callback?: Written): boolean {
    const written = typeof encoding === 'function' ? encoding : callback;
    const coding = typeof encoding === 'string' ? encoding : 'utf8';
    if (!(chunk instanceof Uint8Array) || !this.#pieces?.delete(chunk))
      return super.write(chunk, coding, written);
    return super.write(chunk, coding, (error) => {
      // What could not be sent may still be on its way.
      if (!error) free(chunk);
      written?.(error);
    });
  }
}

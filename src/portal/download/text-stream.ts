/** Streams a text piece by piece, no faster than it is read. */
import { setImmediate } from 'node:timers/promises';
import type { Cursor } from './record-cursor.ts';

/** How items become one text. */
export interface TextShape<T> {
  before: string;
  piece: (item: T, index: number) => string;
  after: string;
}

/** How many characters are made before other requests get a turn: about a millisecond's work. */
const batch = 32_768;

/**
 * The cursor is read when the stream is read, at most one batch ahead. It is closed at the end, or when the reader
 * leaves.
 */
export function streamText<T>(
  cursor: Cursor<T>,
  { before, piece, after }: TextShape<T>,
  onFailure: (error: Error) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let index = 0;
  let text = before;
  const fill = (): boolean => {
    while (text.length < batch) {
      const item = cursor.next();
      if (item === null) {
        text += after;
        return false;
      }
      text += piece(item, index++);
    }
    return true;
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        // The portal has one thread: other requests get a turn between two batches.
        await setImmediate();
        try {
          const goesOn = fill();
          if (text !== '') controller.enqueue(encoder.encode(text));
          text = '';
          if (!goesOn) controller.close();
        } catch (error) {
          cursor.close();
          if (error instanceof Error) onFailure(error);
          controller.error(error);
        }
      },
      cancel() {
        cursor.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A text made piece by piece, no faster than it is read. */
import { setImmediate } from 'node:timers/promises';
import type { Cursor } from './record-cursor.ts';

/** How the pieces become one text. */
export interface TextShape<T> {
  before: string;
  piece: (item: T, index: number) => string;
  after: string;
}

/** Characters made before anybody else's turn: about a millisecond's work. */
const batch = 32_768;

/**
 * Nothing is read from the cursor before somebody reads the stream, and then at most a batch ahead; a reader that
 * leaves closes the cursor.
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
        // The portal has one thread: other requests come in between two batches.
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

/**
 * What a very large answer leaves: its text, and the long texts in it, once more. V8 would keep all of that until its heap has
 * grown by half, and others like it would come meanwhile.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** From so many bytes on it pays: to read such an answer takes longer than to collect what it leaves. */
const VERY_LARGE = 16 * 1024 * 1024;

let collect: (() => void) | undefined;
let isDue = false;

/**
 * Has it collected as soon as whoever asked for the answer has read it; nothing is done for a smaller one. If another came in
 * the same turn of the event loop, what that one left is collected at once: both together may be more than there is room for.
 */
export function collectAfter(bytes: number): void {
  if (bytes < VERY_LARGE) return;
  if (isDue) {
    collectNow();
    return;
  }
  isDue = true;
  setImmediate(() => {
    isDue = false;
    collectNow();
  });
}

function collectNow(): void {
  collect ??= collector();
  collect();
}

/** V8's collector, which is there only for those that ask for it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  return typeof gc === 'function' ? () => void gc() : () => {};
}

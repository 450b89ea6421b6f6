/** Identifiers that become a part of a path: none can be `.` or `..`, or reach another path. */
import { badInput } from './errors.ts';

/** Those of other portals are `name@portal`. */
export const DATASET_ID = /^\w[\w.@-]{0,254}$/;
/** Of a record, a resource, a file, an attachment. */
export const IDENTIFIER = /^\w[\w.-]{0,254}$/;

/** Refuses what is no identifier, before a call is spent. Never repeats it: it may be a push key in the wrong place. */
export function requireIdentifier(id: string, pattern: RegExp, argument: string): void {
  if (pattern.test(id)) return;
  throw badInput(
    argument,
    'is no identifier: it has 1 to 255 letters, digits, "_", "-" and ".", and begins with a letter, a digit or "_".',
  );
}

/** False for an id that a path would not keep as a part of its own: nothing has such an id. */
export function isPathSegment(id: string): boolean {
  return id !== '' && id !== '.' && id !== '..';
}

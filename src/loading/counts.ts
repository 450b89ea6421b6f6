import { badInput } from '../ods/errors.ts';

/** Refuses a negative number of things to give: `first`, `last`, `firstPerGroup`. */
export function requireCount(count: number | null | undefined, argument: string): void {
  if (typeof count === 'number' && count < 0) throw badInput(argument, `must be 0 or more, and is ${count}.`);
}

/** Lists whose items are loaded one by one: an item that fails is an error in its own place, and the others are answered. */
import { attempt } from '../loading/attempt.ts';

type Loaded<T> = T | null | Promise<T | null>;

/**
 * The items of a list in the order of their keys. If all of them fail for one reason, that is one error of the whole
 * list.
 */
export function separateItems<K, T>(
  keys: readonly K[],
  load: (key: K, index: number) => Loaded<T>,
): Promise<Loaded<T>[]> {
  const items = keys.map((key, index): Loaded<T> => {
    try {
      return load(key, index);
    } catch (error) {
      return failed(error);
    }
  });
  return Promise.all(items).catch(() => withErrors(items));
}

/** The same for items that were loaded together, with an error in the place of each that failed. */
export function separateOutcomes<T>(outcomes: readonly (T | null | Error)[]): Loaded<T>[] {
  const failures = outcomes.filter((outcome) => outcome instanceof Error);
  const reasons = new Set(failures.map(({ message }) => message));
  if (failures.length === outcomes.length && reasons.size === 1) throw failures[0];
  return outcomes.map((outcome) => (outcome instanceof Error ? failed(outcome) : outcome));
}

async function withErrors<T>(items: readonly Loaded<T>[]): Promise<Loaded<T>[]> {
  return separateOutcomes(await Promise.all(items.map((item) => attempt(async () => item))));
}

/** The failure in the place of an item. If nobody reads the list, it must not end the process. */
function failed(reason: unknown): Promise<never> {
  const failure = Promise.reject(reason);
  failure.catch(() => {});
  return failure;
}

/** Lists whose items are loaded one by one: an item that fails is an error in its own place, and the others are answered. */

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

async function withErrors<T>(items: readonly Loaded<T>[]): Promise<Loaded<T>[]> {
  const outcomes = await Promise.allSettled(items);
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  const reasons = new Set(failures.map(({ reason }) => messageOf(reason)));
  if (failures.length === items.length && reasons.size === 1) throw failures[0]?.reason;
  return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : failed(outcome.reason)));
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** The failure in the place of an item. If nobody reads the list, it must not end the process. */
function failed(reason: unknown): Promise<never> {
  const failure = Promise.reject(reason);
  failure.catch(() => {});
  return failure;
}

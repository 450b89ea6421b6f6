/** The outcome of one key of a batch: DataLoader takes an Error as that key's failure. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    return asError(error);
  }
}

/** The outcomes of a batch whose one call may fail: then each key has that failure. */
export async function isolate<K, T>(
  keys: readonly K[],
  work: () => Promise<(T | Error)[]>,
): Promise<(T | Error)[]> {
  const outcomes = await attempt(work);
  return outcomes instanceof Error ? keys.map(() => outcomes) : outcomes;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

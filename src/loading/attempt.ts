/** The outcome of one key of a batch: DataLoader takes an Error as that key's failure. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | Error> {
  try {
    return await work();
  } catch (error) {
    return asError(error);
  }
}

/** Looks up by themselves the ids that a call for many has missed, and gives the outcomes by id. */
export async function lookUp<T>(
  ids: readonly string[],
  one: (id: string) => Promise<T>,
): Promise<ReadonlyMap<string, T | Error>> {
  const outcomes = new Map<string, T | Error>();
  if (ids.length === 0) return outcomes;
  await Promise.all(
    ids.map(async (id) => {
      outcomes.set(id, await attempt(() => one(id)));
    }),
  );
  return outcomes;
}

/** What was thrown, as an error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

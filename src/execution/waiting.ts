/** Values of an answer that are not there yet. */

type Values = Record<string, unknown>;

/** A value of an object that is not there yet. */
export interface Waiting {
  key: string;
  value: Promise<unknown>;
}

/** Fails when nothing of the object is waited for any more. */
export async function failedWith(error: unknown, waiting: readonly Waiting[]): Promise<never> {
  await Promise.allSettled(waiting.map(({ value }) => value));
  throw error;
}

/** The object when all its values are there. */
export function filled(values: Values, waiting: readonly Waiting[]): Promise<Values> {
  const [first, ...others] = waiting;
  const put = ({ key, value }: Waiting): Promise<Values> =>
    value.then((later) => {
      values[key] = later;
      return values;
    });
  // Most objects wait for one value: the way to it is one promise.
  return first && others.length === 0 ? put(first) : Promise.all(waiting.map(put)).then(() => values);
}

/** Resolvers are this project's own, and give promises of the language: to look for any `then` takes three times as long. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

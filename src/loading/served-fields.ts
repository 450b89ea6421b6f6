/** Which fields of an operation a call serves: carried along from the resolvers to the calls, if it is to be explained. */
import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<readonly string[]>();

const NONE: readonly string[] = [];

/** The fields for which the code runs at this moment; none if nobody asked to explain. */
export function servedFields(): readonly string[] {
  return current.getStore() ?? NONE;
}

/** Runs work for these fields. */
export function serving<T>(fields: readonly string[], work: () => T): T {
  return current.run(fields, work);
}

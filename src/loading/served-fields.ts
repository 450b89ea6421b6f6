/** Which fields of an operation a call serves: carried along from the resolvers to the calls, for who asks to explain. */
import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<readonly string[]>();

/** The fields that what runs at this moment is for; none where nobody asked. */
export function servedFields(): readonly string[] {
  return current.getStore() ?? [];
}

/** Runs work for these fields. */
export function serving<T>(fields: readonly string[], work: () => T): T {
  return current.run(fields, work);
}

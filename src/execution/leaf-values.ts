/** Scalars and enums of an answer, as they are shown. */
import { type GraphQLLeafType, type GraphQLOutputType, isLeafType, isNonNullType } from 'graphql';
import { isPromise } from './waiting.ts';

/**
 * The items of a list of scalars or enums that are all there and can be shown; null if one has to be looked at by
 * itself, since it waits or fails.
 */
export function leaves(type: GraphQLOutputType, items: readonly unknown[]): unknown[] | null {
  const own = isNonNullType(type) ? type.ofType : type;
  if (!isLeafType(own)) return null;
  // A copy has no more room than it needs, as a list that grows has.
  const values = items.slice();
  try {
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      if (isPromise(item) || item instanceof Error) return null;
      const isMissing = item === null || item === undefined;
      if (isMissing && own !== type) return null;
      values[index] = isMissing ? null : serialized(own, item);
    }
  } catch {
    return null;
  }
  return values;
}

export function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const text = type.serialize(value);
  if (text !== null && text !== undefined) return text;
  throw new Error(`Expected a value of type "${type.name}" that can be shown.`);
}

/** Scalars and enums of an answer, as they are shown. */
import type { GraphQLLeafType } from 'graphql';
import type { Shape } from './shape.ts';
import { isPromise } from './waiting.ts';

/**
 * The items of a list of scalars or enums that are all there and can be shown; null if one has to be looked at by
 * itself, since it waits or fails.
 */
export function leaves(shape: Shape, items: readonly unknown[]): unknown[] | null {
  if (shape.kind !== 'leaf') return null;
  const { type, isNonNull } = shape;
  // A copy has no more room than it needs, as a list that grows has.
  const values = items.slice();
  try {
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      if (isPromise(item) || item instanceof Error) return null;
      const isMissing = item === null || item === undefined;
      if (isMissing && isNonNull) return null;
      values[index] = isMissing ? null : serialized(type, item);
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

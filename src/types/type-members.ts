/** The names that members of a type have beside its own fields. */
import type { DatasetType } from './dataset-type.ts';

/** The names of the ways back to this type from others: a field that is added must have another. */
export function takenNames(types: readonly DatasetType[], name: string): string[] {
  return types.flatMap(({ relations = {} }) =>
    Object.values(relations).flatMap(({ to, back }) => (to === name && back !== undefined ? [back] : [])),
  );
}

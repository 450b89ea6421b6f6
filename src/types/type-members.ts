/** What the fields and relations of types are. */
import type { DatasetType, TypeField } from './dataset-type.ts';

/** The names of the ways back to this type from others: a field that is added must have another. */
export function takenNames(types: readonly DatasetType[], name: string): string[] {
  return types.flatMap(({ relations = {} }) =>
    Object.values(relations).flatMap(({ to, back }) => (to === name && back !== undefined ? [back] : [])),
  );
}

/** Whether the values of the field are lists. */
export function isMultivalued({ annotations = [] }: TypeField): boolean {
  return annotations.some(({ name }) => name === 'multivalued');
}

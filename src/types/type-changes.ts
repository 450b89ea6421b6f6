/** What the portal has changed since the files of types were written, and what that would mean for clients. */
import type { GraphQLSchema } from 'graphql';
import type { Dataset } from '../ods/dataset.ts';
import { shown } from '../ods/text.ts';
import type { DatasetType, Relation } from './dataset-type.ts';
import { updatedType } from './from-dataset.ts';
import { changesOfTypes, gradedChanges } from './schema-changes.ts';
import { takenNames } from './type-members.ts';
import { mistakesBetween } from './type-set.ts';
import { textOfType } from './type-text.ts';

/** Whether clients notice: nothing breaks, something may behave otherwise, or their operations fail. */
export type Criticality = 'safe' | 'dangerous' | 'breaking';

/** One change of what a type is, if its file were brought up to date and what is gone were removed. */
export interface TypeChange {
  /** The type that it is about. */
  type: string;
  criticality: Criticality;
  /** A sentence. */
  message: string;
}

/** Makes the schema of the graph with these types. */
export type SchemaOf = (types: readonly DatasetType[]) => GraphQLSchema;

/**
 * Compares types with their datasets as they are at the portal now, by the ids of the datasets; null for one that it does
 * not have. A schema is only made if something has changed.
 */
export async function changesAtPortal(
  types: readonly DatasetType[],
  datasets: ReadonlyMap<string, Dataset | null>,
  schemaOf: SchemaOf,
): Promise<TypeChange[]> {
  const lost: TypeChange[] = [];
  const now = types.map((type) => {
    const dataset = datasets.get(type.dataset);
    if (dataset) return typeOfNow(type, dataset, takenNames(types, type.name));
    if (dataset === null) lost.push(lostDataset(type));
    return type;
  });
  if (now.every((type, index) => isSame(type, types[index]))) return lost;
  // It is loaded only if there is something to compare.
  const { diff } = await import('@graphql-inspector/core');
  const after = withoutBrokenRelations(now);
  const [old, next] = [schemaOf(types), schemaOf(after)];
  const changes = gradedChanges(await diff(old, next), next);
  return [...lost, ...changesOfTypes(changes, [...types, ...after])];
}

function lostDataset({ name, dataset }: DatasetType): TypeChange {
  const message = `The portal has no dataset ${shown(dataset)} any more, or hides it from these credentials.`;
  return { type: name, criticality: 'breaking', message };
}

/** The type without the fields that are gone since its file was written. Those that were gone before stay as they are. */
function typeOfNow(type: DatasetType, dataset: Dataset, taken: readonly string[]): DatasetType {
  const updated = updatedType(type, dataset, taken);
  const goneBefore = new Set(type.fields.filter(({ gone }) => gone).map(({ field }) => field));
  return { ...updated, fields: updated.fields.filter(({ field, gone }) => !gone || goneBefore.has(field)) };
}

function isSame(now: DatasetType, before: DatasetType | undefined): boolean {
  return before !== undefined && textOfType(now) === textOfType(before);
}

/** Relations whose keys are gone, or cannot be compared any more, lead nowhere. */
function withoutBrokenRelations(types: readonly DatasetType[]): DatasetType[] {
  const files = types.map((type) => ({ file: type.name, type }));
  const broken = mistakesBetween(files, { types: new Set(), fields: new Set() });
  const isBroken = (type: string, name: string) =>
    broken.some(({ file, path }) => file === type && `${path}.`.startsWith(`relations.${name}.`));
  return types.map(({ relations, ...type }) => {
    if (relations === undefined) return type;
    const kept = Object.entries(relations).filter(([name]) => !isBroken(type.name, name));
    return { ...type, relations: Object.fromEntries<Relation>(kept) };
  });
}

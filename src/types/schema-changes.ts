/** Changes of a schema as changes of types: a field of a dataset is part of many types of the graph, and is told once. */
import type { Change } from '@graphql-inspector/core';
import { type GraphQLSchema, getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { bounded } from '../ods/text.ts';
import type { DatasetType } from './dataset-type.ts';
import { enumNameOf } from './names.ts';
import type { Criticality, TypeChange } from './type-changes.ts';
import { typeNamesOf } from './type-set.ts';

/** A change, and how much it matters. */
interface GradedChange {
  /** Such as `CityFilter.population`. */
  path: string;
  criticality: Criticality;
  message: string;
}

const CRITICALITY = { BREAKING: 'breaking', DANGEROUS: 'dangerous', NON_BREAKING: 'safe' } as const;

const MAX_MESSAGE = 500;

/** The gravest first. */
const RANKS: readonly Criticality[] = ['breaking', 'dangerous', 'safe'];

const rank = ({ criticality }: { criticality: Criticality }): number => RANKS.indexOf(criticality);

/** How much each change of a schema matters to its clients: to those who only send an enum, a value more means nothing. */
export function gradedChanges(changes: readonly Change[], after: GraphQLSchema): GradedChange[] {
  const answered = typesInAnswers(after);
  return changes.map(({ message, path = '', type, criticality: { level } }) => {
    const [name = ''] = path.split('.');
    const isSafe = type === 'ENUM_VALUE_ADDED' && !answered.has(name);
    return {
      path,
      criticality: isSafe ? 'safe' : CRITICALITY[level],
      message: sentenceOf(type, path, message),
    };
  });
}

/** What a description was and is may be pages: where it has changed is enough. */
function sentenceOf(type: string, path: string, message: string): string {
  if (type.includes('DESCRIPTION')) return `The description of '${path}' has changed.`;
  const line = bounded(message.replace(/\s+/g, ' '), MAX_MESSAGE);
  return line.endsWith('.') ? line : `${line}.`;
}

/** The names of the types that answers are made of. */
function typesInAnswers(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) names.add(getNamedType(field.type).name);
  }
  return names;
}

/** One change for each field that has changed, the gravest of it, and all others; the gravest first. */
export function changesOfTypes(
  changes: readonly GradedChange[],
  types: readonly DatasetType[],
): TypeChange[] {
  const told = new Map<string, GradedChange & { type: string }>();
  for (const change of changes) {
    const [name = '', member = ''] = change.path.split('.');
    const owner = types.find((type) => typeNamesOf(type).includes(name));
    const field = owner && fieldOf(member, owner.name, types);
    const key = field === undefined ? `${change.path} ${change.message}` : `${owner?.name}.${field}`;
    const other = told.get(key);
    if (other === undefined || isGraver(change, other))
      told.set(key, { ...change, type: owner?.name ?? 'the graph' });
  }
  const all = [...told.values()].sort((one, other) => rank(one) - rank(other));
  return all.map(({ type, criticality, message }) => ({ type, criticality, message }));
}

/** The field that a member of one of the type's types is about, under its own name or that of an enum. */
function fieldOf(member: string, typeName: string, types: readonly DatasetType[]): string | undefined {
  const fields = types.filter(({ name }) => name === typeName).flatMap(({ fields }) => fields);
  return fields.find(({ name }) => name === member || enumNameOf(name) === member)?.name;
}

/** Of those that matter as much, what is said of the type itself is clearer than what is said of its filters. */
function isGraver(change: GradedChange, other: GradedChange & { type: string }): boolean {
  if (rank(change) !== rank(other)) return rank(change) < rank(other);
  const isOfType = ({ path }: GradedChange) => path.startsWith(`${other.type}.`);
  return isOfType(change) && !isOfType(other);
}

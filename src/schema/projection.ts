import type { GraphQLResolveInfo } from 'graphql';
import type { ResolveTree } from 'graphql-parse-resolve-info';
import type { Projection } from '../loading/projection.ts';
import type { Field, FieldSet } from '../ods/field.ts';
import { selectionsOn } from './selection.ts';

/**
 * The record fields that a selection of `Record` wants, so that no others are fetched. A name that the dataset does
 * not have is refused here, before a call is spent. `whole` is what `fields` without names means.
 */
export function recordProjection(
  info: GraphQLResolveInfo,
  fields: FieldSet,
  whole: Projection = 'all',
): Projection {
  const names = new Set<string>();
  for (const selected of recordSelections(info)) {
    const wanted = fieldsOf(selected, fields, whole);
    if (wanted === 'all') return 'all';
    for (const name of wanted) names.add(name);
  }
  // An empty `fields=` would mean all fields, so the cheapest field is asked for instead.
  const cheapest = fields.first(({ type }) => type === 'INT' || type === 'DATE') ?? fields.first(() => true);
  if (names.size === 0 && cheapest) names.add(cheapest.name);
  return names;
}

/** True if a selection of `Record` names fields, or asks for fields by their type: both need the dataset's schema. */
export function namesFields(info: GraphQLResolveInfo): boolean {
  return recordSelections(info).some(
    ({ name, args }) => name === 'value' || name === 'files' || (name === 'fields' && args.names),
  );
}

function recordSelections(info: GraphQLResolveInfo): ResolveTree[] {
  return selectionsOn(info, 'Record', ['RecordEdge', 'RecordBatch']);
}

function fieldsOf(
  { name, args }: ResolveTree,
  fields: FieldSet,
  whole: Projection,
): Iterable<string> | 'all' {
  switch (name) {
    case 'fields':
      return Array.isArray(args.names)
        ? args.names.map((field) => requireName(field, fields, 'names'))
        : whole;
    case 'value':
      return [requireName(args.field, fields, 'field')];
    case 'geometry':
    case 'location':
      return namesOf(fields.first(({ type }) => type === 'GEO_POINT'));
    case 'files':
      return [...fields].filter(({ type }) => type === 'FILE').map(({ name }) => name);
    case 'distance':
      // It is no field of the dataset: the portal adds it to the values if there is a distance filter.
      return ['dist'];
    default:
      return [];
  }
}

function requireName(name: unknown, fields: FieldSet, argument: string): string {
  return fields.require(String(name), argument).name;
}

function namesOf(field: Field | undefined): string[] {
  return field ? [field.name] : [];
}

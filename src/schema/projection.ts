import type { GraphQLResolveInfo } from 'graphql';
import type { ResolveTree } from 'graphql-parse-resolve-info';
import type { Projection } from '../loading/projection.ts';
import { type Field, type FieldSet, isGeo } from '../ods/field.ts';
import { selectionsOn } from './selection.ts';

/** Projections by the dataset's fields and the selection: the records of a list have the same. */
const known = new WeakMap<FieldSet, WeakMap<readonly ResolveTree[], Projection>>();

/**
 * The record fields that a selection of `Record` wants, so that no others are fetched. A name that the dataset does
 * not have is refused here, before a call is spent.
 */
export function recordProjection(info: GraphQLResolveInfo, fields: FieldSet): Projection {
  const bySelection = known.get(fields) ?? new WeakMap<readonly ResolveTree[], Projection>();
  known.set(fields, bySelection);
  const selections = recordSelections(info);
  const found = bySelection.get(selections);
  if (found) return found;
  const projection = projectionOf(selections, fields, 'all', ofSearch(info));
  bySelection.set(selections, projection);
  return projection;
}

/** As `recordProjection`; `whole` is what `fields` without names means. */
export function downloadProjection(
  info: GraphQLResolveInfo,
  fields: FieldSet,
  whole: Projection,
): Projection {
  return projectionOf(recordSelections(info), fields, whole);
}

/** The record fields that selections of `Record` want; `whole` is what `fields` without names means. */
export function projectionOf(
  selections: readonly ResolveTree[],
  fields: FieldSet,
  whole: Projection,
  others: readonly string[] = [],
): Projection {
  const names = new Set<string>(others);
  for (const selected of selections) {
    const wanted = fieldsOf(selected, fields, whole);
    if (wanted === 'all') return 'all';
    for (const name of wanted) names.add(name);
  }
  // An empty `fields=` would mean all fields, so the cheapest field is asked for instead.
  const cheapest = fields.first(({ type }) => type === 'INT' || type === 'DATE') ?? fields.first(() => true);
  if (names.size === 0 && cheapest) names.add(cheapest.name);
  return names;
}

/** What is no field of the dataset: the portal adds the distance to the values if there is a distance filter. */
function ofSearch(info: GraphQLResolveInfo): string[] {
  return selectionsOn(info, 'RecordEdge', []).some(({ name }) => name === 'distance') ? ['dist'] : [];
}

/** True if a selection of `Record` names fields, or asks for fields by their type: both need the dataset's schema. */
export function namesFields(info: GraphQLResolveInfo): boolean {
  return recordSelections(info).some(
    ({ name, args }) =>
      name === 'value' ||
      name === 'geo' ||
      name === 'files' ||
      (name === 'fields' && (args.names || args.timezone)),
  );
}

function recordSelections(info: GraphQLResolveInfo): readonly ResolveTree[] {
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
    case 'geo':
      return [fields.requireSuch(String(args.field), 'field', 'a geo field', isGeo).name];
    case 'geometry':
    case 'location':
      return namesOf(fields.first(({ type }) => type === 'GEO_POINT'));
    case 'files':
      return [...fields].filter(({ type }) => type === 'FILE').map(({ name }) => name);
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

/** The `facet_groups` of an answer: the values of each requested or refined facet among the hits. */
import type { DatabaseSync } from 'node:sqlite';
import type { FieldDefinition } from '../dataset-definition.ts';
import type { TableField } from '../store/table.ts';
import { countFacet, type FacetCounts, type Restriction } from './facet-counts.ts';
import { type Facet, facetTree } from './facet-tree.ts';
import { levelSeparator, refinedPath } from './refine.ts';
import type { SearchRequest } from './search-request.ts';
import type { Condition, Selection } from './selection.ts';

export interface FacetGroup {
  name: string;
  facets: Facet[];
}

/** The groups that have values. There are none if nothing was found. */
export function facetGroups(
  database: DatabaseSync,
  selection: Selection,
  request: SearchRequest,
  definitions: readonly FieldDefinition[],
): FacetGroup[] {
  if (selection.hits === 0) return [];
  const names = new Set([...request.facets, ...request.refine.keys()]);
  return [...names].flatMap((name) => {
    const field = selection.table.fields.get(name);
    if (field === undefined || !isCountable(field)) return [];
    const order = request.facetSort.get(name) ?? usualOrder(definitions, name);
    const facets = facetTree(countWithExcluded(database, selection, field, request, order), {
      separator: levelSeparator(field),
      refined: pathsOf(field, request.refine),
      excluded: pathsOf(field, request.exclude),
      order,
    });
    return facets.length > 0 ? [{ name, facets }] : [];
  });
}

/** Any field of these types: the annotation says which facets a portal shows by itself. */
const isCountable = ({ type }: TableField): boolean =>
  type === 'text' || type === 'int' || type === 'double' || type === 'date' || type === 'datetime';

function pathsOf(field: TableField, values: ReadonlyMap<string, string[]>): ReadonlySet<string> {
  return new Set(values.get(field.name)?.map((value) => refinedPath(field, value)));
}

function usualOrder(definitions: readonly FieldDefinition[], name: string): string {
  const annotations = definitions.find((definition) => definition.name === name)?.annotations;
  const order = annotations?.find((annotation) => annotation.name === 'facetsort')?.args?.[0];
  return order === undefined ? '-count' : String(order);
}

/** The counts among the hits. No hit has an excluded value, so that is counted without the exclusion. */
function countWithExcluded(
  database: DatabaseSync,
  selection: Selection,
  field: TableField,
  request: SearchRequest,
  order: string,
): FacetCounts {
  const named = pathsOf(field, request.refine).union(pathsOf(field, request.exclude));
  const count = (restriction: Restriction) =>
    countFacet(database, selection.table, field, restriction, request.zone, { order, named });
  // The alternatives to a disjunctive refinement are counted without it.
  const isAlternative = (condition: Condition) =>
    request.disjunctive.get(field.name) === true && isOf(condition, field, 'refine');
  const counts = count((rowid) => selection.containsWithout(rowid, isAlternative));
  const excluded = pathsOf(field, request.exclude);
  if (excluded.size === 0) return counts;
  const before = count((rowid) =>
    selection.containsWithout(
      rowid,
      (condition) => isAlternative(condition) || isOf(condition, field, 'exclude'),
    ),
  );
  for (const path of excluded) {
    const taken = before.get(path);
    if (taken !== undefined) counts.set(path, taken);
  }
  return counts;
}

const isOf = (condition: Condition, field: TableField, kind: 'refine' | 'exclude'): boolean =>
  condition.facet?.field === field.name && condition.facet.kind === kind;

import { readNumber, readObjects, readText } from './json.ts';
import type { Parameter } from './parameter.ts';

export type FacetState = 'DISPLAYED' | 'REFINED' | 'EXCLUDED';

/** One value of a facet and, if it is hierarchical, the values below it. */
export interface Facet {
  name: string;
  /** The value to refine or exclude by. */
  path: string;
  count: number;
  state: FacetState;
  facets: Facet[];
}

export interface FacetGroup {
  name: string;
  count: number | null;
  facets: Facet[];
}

/** A portal gives no more values of a facet. */
export const MAX_FACETS = 100;

/** The order of a facet's values; the portal's default is the field's own, or else by falling count. */
export interface FacetSort {
  by: 'COUNT' | 'NAME';
  direction: 'ASC' | 'DESC';
}

/** A facet that is wanted with an answer. */
export interface FacetRequest {
  name: string;
  sort: FacetSort | null;
}

const SORT_NAMES = { COUNT: 'count', NAME: 'alphanum' } as const;

/** `facet=` and `facetsort.`: here, unlike in `sort`, the minus sign is descending. */
export function facetParameters(facets: readonly FacetRequest[]): Parameter[] {
  return facets.flatMap(({ name, sort }) => {
    const facet: Parameter = ['facet', name];
    if (!sort) return [facet];
    const sign = sort.direction === 'DESC' ? '-' : '';
    return [facet, [`facetsort.${name}`, sign + SORT_NAMES[sort.by]] satisfies Parameter];
  });
}

/** Reads `facet_groups`, which is absent when nothing was faceted, refined or found. */
export function readFacetGroups(json: unknown): FacetGroup[] {
  const groups: FacetGroup[] = [];
  for (const group of readObjects(json)) {
    const name = readText(group.name);
    if (name !== null)
      groups.push({ name, count: readNumber(group.count), facets: readFacets(group.facets) });
  }
  return groups;
}

const STATES: ReadonlyMap<unknown, FacetState> = new Map([
  ['displayed', 'DISPLAYED'],
  ['refined', 'REFINED'],
  ['excluded', 'EXCLUDED'],
]);

function readFacets(json: unknown): Facet[] {
  const facets: Facet[] = [];
  for (const facet of readObjects(json)) {
    const name = readText(facet.name);
    if (name === null) continue;
    facets.push({
      name,
      path: readText(facet.path) ?? name,
      count: readNumber(facet.count) ?? 0,
      state: STATES.get(facet.state) ?? 'DISPLAYED',
      facets: readFacets(facet.facets),
    });
  }
  return facets;
}

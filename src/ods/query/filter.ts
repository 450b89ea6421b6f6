/** The one filtering context of every API: compiled here, and nowhere else, to request parameters. */
import { badInput } from '../errors.ts';
import { type FieldSet, isFacet, isGeo } from '../field.ts';
import type { Parameter } from '../parameter.ts';
import { type Condition, compileCondition, type GeoPoint, polygonText, requireMeters } from './condition.ts';
import { compileSearchText } from './search-text.ts';

/** Values of one facet to keep or to leave out. */
export interface FacetSelection {
  facet: string;
  /** As in `Facet.path`. */
  values: readonly string[];
  /** True: a record may have any of the values; false: it has them all. */
  disjunctive?: boolean | null | undefined;
}

export interface DatasetFilter {
  /** Full text in plain words: nothing in it is read as an operator. */
  search?: string | null | undefined;
  where?: Condition | null | undefined;
  /** The portal's own query language, as it is. */
  q?: string | null | undefined;
  refine?: readonly FacetSelection[] | null | undefined;
  exclude?: readonly FacetSelection[] | null | undefined;
}

export interface RecordFilter extends DatasetFilter {
  near?: (GeoPoint & { meters: number }) | null | undefined;
  within?: readonly GeoPoint[] | null | undefined;
  withinBox?: { southWest: GeoPoint; northEast: GeoPoint } | null | undefined;
}

/** Compiles a filter for a dataset's records; everything in it is checked against the dataset's fields first. */
export function recordFilterParameters(filter: RecordFilter, fields: FieldSet): Parameter[] {
  return [...datasetFilterParameters(filter, fields), ...geoParameters(filter, fields)];
}

/** Compiles the part of a filter that catalog and records have in common. */
export function datasetFilterParameters(filter: DatasetFilter, fields: FieldSet): Parameter[] {
  const queries = [
    filter.search ? compileSearchText(filter.search, 'filter.search') : null,
    filter.where ? compileCondition(filter.where, fields, 'filter.where') : null,
    filter.q?.trim() || null,
  ];
  return [
    // Several q are combined by AND, each on its own: a raw one cannot reach into the others.
    ...queries.filter((q) => q !== null).map((q): Parameter => ['q', q]),
    ...selectionParameters('refine', filter.refine ?? [], fields),
    ...selectionParameters('exclude', filter.exclude ?? [], fields),
    ...disjunctiveParameters(filter),
  ];
}

function selectionParameters(
  kind: 'refine' | 'exclude',
  selections: readonly FacetSelection[],
  fields: FieldSet,
): Parameter[] {
  return selections.flatMap(({ facet, values }, index) => {
    const argument = `filter.${kind}[${index}].facet`;
    fields.requireSuch(facet, argument, 'a facet', isFacet);
    return values.map((value): Parameter => [`${kind}.${facet}`, value]);
  });
}

function disjunctiveParameters({ refine, exclude }: DatasetFilter): Parameter[] {
  const selections = [...(refine ?? []), ...(exclude ?? [])].filter(({ disjunctive }) => disjunctive);
  return [...new Set(selections.map(({ facet }) => facet))].map((facet) => [`disjunctive.${facet}`, 'true']);
}

function geoParameters({ near, within, withinBox }: RecordFilter, fields: FieldSet): Parameter[] {
  const parameters: Parameter[] = [];
  if (near) {
    requireMeters(near.meters, 'filter.near.meters');
    parameters.push(['geofilter.distance', `${near.latitude},${near.longitude},${near.meters}`]);
  }
  if (within) parameters.push(['geofilter.polygon', polygonText(within, 'filter.within')]);
  if (withinBox) {
    const { southWest, northEast } = withinBox;
    if (southWest.latitude > northEast.latitude) {
      throw badInput('filter.withinBox', 'southWest.latitude must not be north of northEast.latitude.');
    }
    const corners = [southWest.latitude, southWest.longitude, northEast.latitude, northEast.longitude];
    parameters.push(['geofilter.bbox', corners.join(',')]);
  }
  if (parameters.length > 0 && !fields.first(isGeo)) {
    const argument = `filter.${near ? 'near' : within ? 'within' : 'withinBox'}`;
    throw badInput(argument, `${fields.owner} has no geo field, so that nothing in it has a place.`);
  }
  return parameters;
}

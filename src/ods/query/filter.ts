/** The one filtering context of every API: only here is it compiled to request parameters. */
import { badInput, requireWellFormed } from '../errors.ts';
import { type FieldSet, findAnnotation, isCountable, isGeo } from '../field.ts';
import { KnownForFields } from '../known-for-fields.ts';
import type { Parameter } from '../parameter.ts';
import { shown } from '../text.ts';
import { type Condition, compileCondition } from './condition.ts';
import { dependsOnDays } from './days.ts';
import { type GeoPoint, polygonTexts, requireMeters } from './geo.ts';
import { liftNear } from './lifted-near.ts';
import { quote } from './quote.ts';
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

/** A filter as a request has it, with what must be known of it to read the answer. */
export interface CompiledFilter {
  readonly parameters: readonly Parameter[];
  /** True if the answer tells the distance of each record from a centre. */
  readonly hasDistance: boolean;
  /** The facets whose values are to be kept. */
  readonly refined: readonly string[];
  /** True if it may keep other results if days begin elsewhere. */
  readonly hasDays: boolean;
}

interface FilterOptions {
  /** True if the answer is a file: it has a column more if the portal tells distances. */
  isFile?: boolean;
}

/** More than a portal takes in one request, and less than is a burden here. */
const MAX_QUERY_LENGTH = 1_000_000;

const compiled = new KnownForFields<RecordFilter, CompiledFilter>();

/** Compiles a filter for a dataset's records; everything in it is checked against the dataset's fields first. */
export function compileRecordFilter(
  given: RecordFilter,
  fields: FieldSet,
  options: FilterOptions = {},
): CompiledFilter {
  const make = () => compileAnew(given, fields, options);
  return options.isFile ? make() : compiled.of(given, fields, make);
}

function compileAnew(
  given: RecordFilter,
  fields: FieldSet,
  { isFile = false }: FilterOptions,
): CompiledFilter {
  const filter = isFile ? given : withLiftedNear(given, fields);
  const common = compileDatasetFilter(filter, fields);
  requirePossible(filter, fields);
  const parameters = [...common.parameters, ...geoParameters(filter, fields)];
  requireShort('filter', lengthOf(parameters));
  return { ...common, parameters, hasDistance: Boolean(filter.near) };
}

/** A filter by distance says what a circle in `where` does, and has the portal tell the distances too. */
function withLiftedNear(filter: RecordFilter, fields: FieldSet): RecordFilter {
  const lifted = filter.where && !filter.near ? liftNear(filter.where, fields) : null;
  return lifted ? { ...filter, near: lifted.near, where: lifted.rest } : filter;
}

/** Compiles the part of a filter that catalog and records have in common. */
export function compileDatasetFilter(filter: DatasetFilter, fields: FieldSet): CompiledFilter {
  requireShort('filter.search', filter.search?.length ?? 0);
  requireWellFormed(filter.q ?? '', 'filter.q');
  const queries = [
    filter.search ? compileSearchText(filter.search, 'filter.search') : null,
    filter.where ? compileCondition(filter.where, fields, 'filter.where') : null,
    filter.q?.trim() || null,
  ];
  const refine = filter.refine ?? [];
  const parameters = [
    // Several q are combined by AND, each on its own: a raw one cannot reach into the others.
    ...queries.filter((q) => q !== null).map((q): Parameter => ['q', q]),
    ...selectionParameters('refine', refine, fields),
    ...selectionParameters('exclude', filter.exclude ?? [], fields),
    ...disjunctiveParameters(filter, fields),
  ];
  requireShort('filter', lengthOf(parameters));
  return {
    parameters,
    hasDistance: false,
    refined: refine.map(({ facet }) => ownName(facet, fields)),
    hasDays: dependsOnDays(filter, fields),
  };
}

/** What the portal calls a field. */
function ownName(name: string, fields: FieldSet): string {
  return fields.get(name)?.name ?? name;
}

/** Refuses a filter that no portal would take, before it is sent there. */
function requireShort(argument: string, length: number): void {
  if (length <= MAX_QUERY_LENGTH) return;
  throw badInput(
    argument,
    `is ${length} characters long as a query, and may be ${MAX_QUERY_LENGTH}; use fewer or shorter conditions and values.`,
  );
}

function lengthOf(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

function selectionParameters(
  kind: 'refine' | 'exclude',
  selections: readonly FacetSelection[],
  fields: FieldSet,
): Parameter[] {
  return selections.flatMap(({ facet, values }, index) => {
    const argument = `filter.${kind}[${index}].facet`;
    const { name } = fields.requireSuch(facet, argument, 'a text, number or date', isCountable);
    return values.map((value, at): Parameter => {
      requireWellFormed(value, `filter.${kind}[${index}].values[${at}]`);
      return [`${kind}.${name}`, value];
    });
  });
}

function disjunctiveParameters({ refine, exclude }: DatasetFilter, fields: FieldSet): Parameter[] {
  const selections = [...(refine ?? []), ...(exclude ?? [])].filter(({ disjunctive }) => disjunctive);
  const names = new Set(selections.map(({ facet }) => ownName(facet, fields)));
  return [...names].map((name) => [`disjunctive.${name}`, 'true']);
}

/** What lets a record have two values of a text. */
const SEVERAL = ['multivalued', 'hierarchical'];

/** Refuses two values of a field of which each record has one, if both would have to be there. */
function requirePossible({ refine, exclude }: RecordFilter, fields: FieldSet): void {
  if (!refine) return;
  const alternatives = new Set(disjunctiveParameters({ refine, exclude }, fields).map(([name]) => name));
  const values = new Map<string, string>();
  for (const [index, selection] of refine.entries()) {
    const field = fields.get(selection.facet);
    if (field?.type !== 'TEXT' || alternatives.has(`disjunctive.${field.name}`)) continue;
    if (SEVERAL.some((name) => findAnnotation(field, name))) continue;
    for (const value of selection.values) {
      const other = values.get(field.name) ?? value;
      values.set(field.name, other);
      if (other === value) continue;
      throw badInput(
        `filter.refine[${index}].values`,
        `no record has both ${shown(other)} and ${shown(value)} as its one value of ${shown(field.name)}: with \`disjunctive: true\` it may have either.`,
      );
    }
  }
}

/** Several filters by polygon would all have to hold: only in a query one of two is enough. */
function polygonParameter([polygon = '', ...others]: readonly string[]): Parameter {
  if (others.length === 0) return ['geofilter.polygon', polygon];
  return ['q', [polygon, ...others].map((part) => `#polygon(${quote(part)})`).join(' OR ')];
}

function geoParameters({ near, within, withinBox }: RecordFilter, fields: FieldSet): Parameter[] {
  const parameters: Parameter[] = [];
  if (near) {
    requireMeters(near.meters, 'filter.near.meters');
    parameters.push(['geofilter.distance', `${near.latitude},${near.longitude},${near.meters}`]);
  }
  if (within) parameters.push(polygonParameter(polygonTexts(within, 'filter.within')));
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

/** Reads the parameters of a search, of records or of the catalog. */
import { badRequest } from '../errors.ts';
import { deepest, isTrue, Parameters } from '../parameters.ts';
import type { QueryNode } from '../query/ast.ts';
import { shown } from '../shown.ts';
import { Zone } from '../zone.ts';
import { readQueries } from './queries.ts';

export interface SearchRequest {
  /** The texts of the queries. All of them must hold. */
  q: string[];
  queries: QueryNode[];
  refine: Map<string, string[]>;
  exclude: Map<string, string[]>;
  /** Whether the refinements of a field are alternatives. */
  disjunctive: Map<string, boolean>;
  facets: string[];
  facetSort: Map<string, string>;
  distance: string[];
  polygon: string[];
  box: string[];
  /** Shapes by digest, by the name of their geo field; '' stands for the usual one. */
  digests: Map<string, string[]>;
  sort: string[];
  /** As requested; -1 means as many as a search can reach. */
  rows: number;
  start: number;
  /** The names of the requested fields; null for all. */
  fields: string[] | null;
  zone: Zone;
}

/** The parameters of a filter, which other APIs take too, and those that have a name behind a point. */
const FILTERS = [
  'q',
  'rq',
  'geofilter.distance',
  'geofilter.polygon',
  'geofilter.bbox',
  'geo_digest',
  'timezone',
];
const NAMED_FILTERS = ['q', 'rq', 'refine', 'exclude', 'disjunctive', 'geo_digest'];

/** The filters among the parameters of another API, and what else of a search it takes: dashboards send more than that. */
export function filtersOf(parameters: Parameters, ...others: string[]): Parameters {
  const names = [
    ...FILTERS,
    ...others,
    ...NAMED_FILTERS.flatMap((prefix) =>
      [...parameters.named(prefix).keys()].map((name) => `${prefix}.${name}`),
    ),
  ];
  return new Parameters(
    names.flatMap((name) => parameters.all(name).map((value): [string, string] => [name, value])),
  );
}

/** Reads the parameters of a search; throws an ApiError that names the bad one. */
export function readSearchRequest(parameters: Parameters): SearchRequest {
  const rows = parameters.integer('rows', 10, -1);
  const start = parameters.integer('start', 0, 0);
  if (start + rows > deepest) {
    throw badRequest(`Invalid value for start API parameter: start + rows must not exceed ${deepest}.`);
  }
  const q = readTexts(parameters);
  return {
    q,
    queries: readQueries(q),
    refine: parameters.named('refine'),
    exclude: parameters.named('exclude'),
    disjunctive: new Map(
      [...parameters.named('disjunctive')].map(([field, values]) => [field, isTrue(values.at(-1))]),
    ),
    facets: [...new Set(parameters.all('facet'))],
    facetSort: readFacetSort(parameters),
    distance: parameters.all('geofilter.distance'),
    polygon: parameters.all('geofilter.polygon'),
    box: parameters.all('geofilter.bbox'),
    digests: new Map([
      ...parameters.named('geo_digest'),
      ...(parameters.one('geo_digest') === undefined ? [] : [['', parameters.all('geo_digest')] as const]),
    ]),
    sort: split(parameters.all('sort')),
    rows,
    start,
    fields: parameters.all('fields').length > 0 ? split(parameters.all('fields')) : null,
    zone: readZone(parameters),
  };
}

/** The official client names queries `q.<name>` and `rq`, and usually sends them as `q`. Some clients send the names. */
function readTexts(parameters: Parameters): string[] {
  const named = [...parameters.named('q').values(), ...parameters.named('rq').values()].flat();
  return [...parameters.all('q'), ...parameters.all('rq'), ...named].filter((text) => text.trim() !== '');
}

/** How many rows a page may have. */
export const pageSize = ({ rows, start }: SearchRequest): number => (rows === -1 ? deepest - start : rows);

/** The time zone that `timezone` names. The default is UTC. */
export function readZone(parameters: Parameters): Zone {
  const name = parameters.one('timezone');
  if (name === undefined) return Zone.utc;
  const zone = Zone.named(name);
  if (zone === null) {
    throw badRequest(`Invalid value for timezone API parameter: ${shown(name)} is not a time zone.`);
  }
  return zone;
}

const split = (lists: string[]): string[] =>
  lists
    .flatMap((list) => list.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');

const orders: ReadonlySet<string> = new Set(
  ['count', 'alphanum', 'num'].flatMap((order) => [order, `-${order}`]),
);

function readFacetSort(parameters: Parameters): Map<string, string> {
  const facetSort = new Map<string, string>();
  for (const [field, values] of parameters.named('facetsort')) {
    const order = values.at(-1) ?? '';
    if (!orders.has(order)) {
      throw badRequest(
        `Invalid value for facetsort.${shown(field)} API parameter: ${shown(order)} was found but one of ${[...orders].join(', ')} is expected.`,
      );
    }
    facetSort.set(field, order);
  }
  return facetSort;
}

/** The request as an answer repeats it: one value is a scalar, several are a list, and what is empty is left out. */
export function echo(
  request: SearchRequest,
  format: string,
  dataset?: string,
  flags: Record<string, boolean> = {},
): object {
  return {
    ...(dataset === undefined ? {} : { dataset }),
    ...scalarOrList('q', request.q),
    rows: request.rows,
    start: request.start,
    ...nested('refine', request.refine),
    ...nested('exclude', request.exclude),
    ...(request.disjunctive.size > 0 ? { disjunctive: Object.fromEntries(request.disjunctive) } : {}),
    ...list('sort', request.sort),
    ...list('facet', request.facets),
    ...(request.facetSort.size > 0 ? { facetsort: Object.fromEntries(request.facetSort) } : {}),
    ...list('fields', request.fields ?? []),
    ...list('geofilter.distance', request.distance),
    ...list('geofilter.polygon', request.polygon),
    ...list('geofilter.bbox', request.box),
    ...Object.fromEntries(Object.entries(flags).filter(([, isOn]) => isOn)),
    format,
    timezone: request.zone.name,
  };
}

const list = (name: string, values: string[]): object => (values.length > 0 ? { [name]: values } : {});

const scalarOrList = (name: string, values: string[]): object =>
  values.length > 0 ? { [name]: values.length === 1 ? values[0] : values } : {};

function nested(name: string, fields: Map<string, string[]>): object {
  if (fields.size === 0) return {};
  const entries = [...fields].map(([field, values]) => [field, values.length === 1 ? values[0] : values]);
  return { [name]: Object.fromEntries(entries) };
}

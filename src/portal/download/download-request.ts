/** Reads the parameters of a download: those of a search, without its limits. */
import { badRequest } from '../errors.ts';
import { Parameters } from '../parameters.ts';
import { readSearchRequest, type SearchRequest } from '../search/search-request.ts';
import { shown } from '../shown.ts';

const single = [
  'q',
  'rq',
  'geofilter.distance',
  'geofilter.polygon',
  'geofilter.bbox',
  'geo_digest',
  'timezone',
  'fields',
  'sort',
];
const prefixes = ['q', 'rq', 'refine', 'exclude', 'disjunctive', 'geo_digest'];

/** Without `rows`, or with -1, the download has all records from `start` on. */
export function readDownloadRequest(parameters: Parameters): SearchRequest {
  const names = [
    ...single,
    ...prefixes.flatMap((prefix) => [...parameters.named(prefix).keys()].map((name) => `${prefix}.${name}`)),
  ];
  const pairs = names.flatMap((name) => parameters.all(name).map((value): [string, string] => [name, value]));
  return {
    ...readSearchRequest(new Parameters(pairs)),
    rows: readCount(parameters, 'rows', -1),
    start: readCount(parameters, 'start', 0),
  };
}

/** A whole number without an upper limit. The default is `least`. */
function readCount(parameters: Parameters, name: string, least: number): number {
  const text = parameters.one(name)?.trim();
  if (text === undefined) return least;
  const count = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least) return count;
  throw badRequest(
    `Invalid value for ${name} API parameter: ${shown(text)} was found but ${least} <= ${name} is expected.`,
  );
}

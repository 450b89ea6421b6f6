/** Reads the parameters of a download: those of a search, without its limits. */
import { badRequest } from '../errors.ts';
import type { Parameters } from '../parameters.ts';
import { filtersOf, readSearchRequest, type SearchRequest } from '../search/search-request.ts';
import { shown } from '../shown.ts';

/** Without `rows`, or with -1, the download has all records from `start` on. */
export function readDownloadRequest(parameters: Parameters): SearchRequest {
  return {
    ...readSearchRequest(filtersOf(parameters, 'fields', 'sort')),
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

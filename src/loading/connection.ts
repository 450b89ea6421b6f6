import { badInput } from '../ods/errors.ts';
import type { FacetGroup, FacetSort } from '../ods/facets.ts';
import { type FieldSet, isFacet } from '../ods/field.ts';
import type { Parameter } from '../ods/parameter.ts';
import { SEARCH_WINDOW } from '../ods/records.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Projection } from './projection.ts';
import type { SearchAnswer, SearchLoader } from './search-loader.ts';
import type { SearchWant } from './search-plan.ts';

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** As the portal's own `rows`. */
const DEFAULT_PAGE_SIZE = 10;

/** The page asked of a connection. */
export interface PageArguments {
  /** @default 10 */
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** A search that a connection shows: what is searched, and by what fields. */
export interface Search {
  datasetId: string;
  /** Filter, order and time zone. */
  parameters: readonly Parameter[];
  /** The fields that may be faceted. */
  fields: FieldSet;
}

/** A page of a search with its total and facets: nothing is asked of the portal before one of them is. */
export class Connection<T> {
  readonly #loader: SearchLoader<T>;
  readonly #search: Search;
  readonly #start: number;
  readonly #end: number;

  constructor(loader: SearchLoader<T>, search: Search, { first, after }: PageArguments) {
    this.#loader = loader;
    this.#search = search;
    this.#start = after === null || after === undefined ? 0 : decodeCursor(after, 'after') + 1;
    this.#end = this.#start + (first ?? DEFAULT_PAGE_SIZE);
    if (this.#end > SEARCH_WINDOW) {
      throw badInput(
        'first',
        `a search shows its first ${SEARCH_WINDOW} results only, and this page would end at ${this.#end}; narrow the filter${search.datasetId === '' ? '' : ', or take all records with Dataset.export (a file) or Subscription.downloadRecords (in batches)'}.`,
      );
    }
  }

  /** The fields that may be faceted. */
  get fields(): FieldSet {
    return this.#search.fields;
  }

  /** The page's rows, with (at least) the fields named. */
  async nodes(projection: Projection): Promise<T[]> {
    if (this.#start === this.#end) return [];
    return (await this.#load({ rows: { start: this.#start, end: this.#end }, projection })).rows;
  }

  /** The page's rows, each with its cursor. */
  async edges(projection: Projection): Promise<{ cursor: string; node: T }[]> {
    const nodes = await this.nodes(projection);
    return nodes.map((node, index) => ({ cursor: encodeCursor(this.#start + index), node }));
  }

  async totalCount(): Promise<number> {
    return (await this.#load({})).total;
  }

  /** Told from the total, so that a page of rows is not fetched for it. */
  async pageInfo(): Promise<PageInfo> {
    const total = await this.totalCount();
    const end = Math.min(this.#end, total);
    const isEmpty = end <= this.#start;
    return {
      hasNextPage: total > this.#end,
      hasPreviousPage: this.#start > 0,
      startCursor: isEmpty ? null : encodeCursor(this.#start),
      endCursor: isEmpty ? null : encodeCursor(end - 1),
    };
  }

  /** The facets in the order asked; one without any value is there, and empty. */
  async facets(names: readonly string[], sort: FacetSort | null): Promise<FacetGroup[]> {
    names.forEach((name, index) => {
      this.#search.fields.requireSuch(name, `names[${index}]`, 'a facet', isFacet);
    });
    if (names.length === 0) return [];
    const { facetGroups } = await this.#load({ facets: [...new Set(names)].map((name) => ({ name, sort })) });
    const groups = new Map(facetGroups.map((group) => [group.name, group]));
    return names.map((name) => groups.get(name) ?? { name, count: null, facets: [] });
  }

  #load(want: Partial<Pick<SearchWant, 'rows' | 'projection' | 'facets'>>): Promise<SearchAnswer<T>> {
    const { datasetId, parameters } = this.#search;
    return this.#loader.load({ datasetId, parameters, rows: null, projection: 'all', facets: [], ...want });
  }
}

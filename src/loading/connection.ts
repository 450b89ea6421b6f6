import { badInput } from '../ods/errors.ts';
import type { FacetGroup, FacetRequest, FacetSort } from '../ods/facets.ts';
import { type FieldSet, isCountable } from '../ods/field.ts';
import { KnownForFields } from '../ods/known-for-fields.ts';
import type { Parameter } from '../ods/parameter.ts';
import { isDateTime } from '../ods/query/days.ts';
import type { CompiledFilter } from '../ods/query/filter.ts';
import { SEARCH_WINDOW } from '../ods/records.ts';
import { requireCount } from './counts.ts';
import { Cursors } from './cursor.ts';
import type { Projection } from './projection.ts';
import type { SearchAnswer, SearchLoader } from './search-loader.ts';
import type { SearchRequest } from './search-plan.ts';

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** As the portal's own `rows`. */
export const DEFAULT_PAGE_SIZE = 10;

/** The page asked of a connection. */
export interface PageArguments {
  /** @default 10, if `last` is not given either */
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** Offsets of a search: the first of them, and the one behind the last. */
interface Window {
  start: number;
  end: number;
}

/** A search that a connection shows: what is searched, and by what fields. */
export interface Search {
  datasetId: string;
  filter: CompiledFilter;
  /** Where days begin, in filters and facets. */
  timezone: string;
  order: readonly Parameter[];
  /** The fields that may be faceted. */
  fields: FieldSet;
}

/** What a field asks of a search. */
type Asked = Partial<Pick<SearchRequest, 'rows' | 'projection' | 'facets'>>;

/** What was asked of searches that come again, with the same arguments: the same objects are asked again. */
const requests = new WeakMap<Search, SearchRequest[]>();
/** Few things are asked of one search. */
const MOST = 8;

const NO_FACETS: readonly FacetRequest[] = [];

/** Names of facets that were asked for, as the fields of a dataset have them. */
interface Facets {
  /** The field of each name. */
  readonly own: readonly string[];
  readonly sort: FacetSort | null;
  readonly wanted: readonly FacetRequest[];
}

const facetsOfNames = new KnownForFields<readonly string[], Facets>();

/** A page of a search with its total and facets: nothing is asked of the portal before one of them is. */
export class Connection<T> {
  readonly #loader: SearchLoader<T>;
  readonly #search: Search;
  /** The page; null if it is the last rows of all, which only the total tells. */
  readonly #window: Window | null;
  readonly #after: number;
  readonly #last: number;
  #madeCursors: Cursors | undefined;

  constructor(loader: SearchLoader<T>, search: Search, { first, after, last, before }: PageArguments) {
    this.#loader = loader;
    this.#search = search;
    requireCount(first, 'first');
    requireCount(last, 'last');
    if (isGiven(first) && isGiven(last)) {
      throw badInput('last', 'goes with before, and first goes with after: give one of them.');
    }
    this.#after = isGiven(after) ? this.#cursors.decode(after, 'after') + 1 : 0;
    this.#last = last ?? 0;
    const bound = isGiven(before) ? Math.max(this.#after, this.#cursors.decode(before, 'before')) : null;
    if (isGiven(last)) {
      this.#window = bound === null ? null : this.#windowUpTo(bound);
    } else {
      const end = this.#after + (first ?? DEFAULT_PAGE_SIZE);
      this.#window = { start: this.#after, end: Math.min(end, bound ?? end) };
    }
    if (this.#window && this.#window.end > SEARCH_WINDOW) throw this.#beyond('first', this.#window.end);
  }

  /** Made when the first is written or read: few pages need them. */
  get #cursors(): Cursors {
    const { datasetId, filter, timezone, order } = this.#search;
    this.#madeCursors ??= new Cursors({
      datasetId,
      filter: filter.parameters,
      timezone: filter.hasDays ? timezone : null,
      order,
    });
    return this.#madeCursors;
  }

  #windowUpTo(end: number): Window {
    return { start: Math.max(this.#after, end - this.#last), end };
  }

  #beyond(argument: string, end: number): Error {
    const { datasetId } = this.#search;
    return badInput(
      argument,
      `a search shows its first ${SEARCH_WINDOW} results only, and this page would end at ${end}; narrow the filter${datasetId === '' ? '' : ', or take all records with Dataset.export (a file) or Subscription.downloadRecords (in batches)'}.`,
    );
  }

  async #findLastWindow(): Promise<Window> {
    const total = await this.totalCount();
    if (total > SEARCH_WINDOW) throw this.#beyond('last', total);
    return this.#windowUpTo(Math.max(this.#after, total));
  }

  /** The fields that may be faceted. */
  get fields(): FieldSet {
    return this.#search.fields;
  }

  /** The page's rows, with (at least) the fields named. */
  nodes(projection: Projection): Promise<T[]> {
    return this.#window
      ? this.#rows(this.#window, projection)
      : this.#findLastWindow().then((window) => this.#rows(window, projection));
  }

  /** The page's rows, each with its cursor. */
  async edges(projection: Projection): Promise<{ cursor: string; node: T }[]> {
    const window = this.#window ?? (await this.#findLastWindow());
    const nodes = await this.#rows(window, projection);
    return nodes.map((node, index) => ({ cursor: this.#cursors.encode(window.start + index), node }));
  }

  async #rows(window: Window, projection: Projection): Promise<T[]> {
    if (window.start === window.end) return [];
    return (await this.#load({ rows: window, projection })).rows;
  }

  async totalCount(): Promise<number> {
    return (await this.#load({})).total;
  }

  /** Told from the total, so that a page of rows is not fetched for it. */
  async pageInfo(): Promise<PageInfo> {
    const total = await this.totalCount();
    const window = this.#window ?? (await this.#findLastWindow());
    const end = Math.min(window.end, total);
    const isEmpty = end <= window.start;
    return {
      hasNextPage: total > window.end,
      hasPreviousPage: window.start > 0,
      startCursor: isEmpty ? null : this.#cursors.encode(window.start),
      endCursor: isEmpty ? null : this.#cursors.encode(end - 1),
    };
  }

  /** The facets in the order asked; one without any value is there, and empty. */
  async facets(names: readonly string[], sort: FacetSort | null): Promise<FacetGroup[]> {
    const { own, wanted } = this.#facetsOf(names, sort);
    if (names.length === 0) return [];
    const { facetGroups } = await this.#load({ facets: wanted });
    const groups = new Map(facetGroups.map((group) => [group.name, group]));
    // Each goes by the name that it was asked by.
    return names.map((name, index) => ({
      count: null,
      facets: [],
      ...groups.get(own[index] ?? name),
      name,
    }));
  }

  #facetsOf(names: readonly string[], sort: FacetSort | null): Facets {
    const { fields } = this.#search;
    const make = () => {
      const own = names.map(
        (name, index) =>
          fields.requireSuch(name, `names[${index}]`, 'a text, number or date', isCountable).name,
      );
      return { own, sort, wanted: [...new Set(own)].map((name) => ({ name, sort })) };
    };
    const known = facetsOfNames.of(names, fields, make);
    // One list of names may be asked for in two orders.
    return known.sort === sort ? known : make();
  }

  #load(asked: Asked): Promise<SearchAnswer<T>> {
    return this.#loader.load(this.#request(asked));
  }

  #request({ rows = null, projection = 'all', facets = NO_FACETS }: Asked): SearchRequest {
    const known = requests.get(this.#search) ?? [];
    const again = known.find(
      (one) =>
        one.rows?.start === rows?.start &&
        one.rows?.end === rows?.end &&
        one.projection === projection &&
        one.facets === facets,
    );
    if (again) return again;
    const { datasetId, fields, filter, timezone, order } = this.#search;
    const hasDays = filter.hasDays || facets.some(({ name }) => isDateTime(name, fields));
    const zone = hasDays ? timezone : null;
    const request = { datasetId, fields, filter, timezone: zone, order, rows, projection, facets };
    if (known.length === 0) requests.set(this.#search, known);
    if (known.length < MOST) known.push(request);
    return request;
  }
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

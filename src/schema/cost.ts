/** How many upstream calls a field may cost, and which fields share them: the rules of the loaders, applied before an operation runs. */
import { LRUCache } from 'lru-cache';
import { DEFAULT_PAGE_SIZE } from '../loading/connection.ts';
import { digest } from '../ods/digest.ts';
import { MAX_PUSH_BYTES } from '../ods/push.ts';
import type { GlobalId } from './global-id.ts';

/** The objects whose field is asked for. */
export interface Place {
  /** How many objects there are at most. */
  count: number;
  /** A text that says which objects they are: fields of the same scope may share calls. */
  scope: string;
  /** The datasets that they belong to. */
  dataset?: Place;
  /** Only for connections: their search, and how many rows its page has at most. */
  search?: { key: string; rows: number };
}

/** Calls that a field may cost. */
export type Charge =
  /**
   * Lookups by id: one call for each hundred different ids of one pool. Those that come `after` another pool's share no
   * call with them, and ids that it has looked up are known by then.
   */
  | { pool: string; ids: readonly string[]; after?: string }
  /** One call for each hundred of the objects that it is asked of: what each of them has in common with others. */
  | { batch: string }
  /** One call for each key; if a dimension has several variants, one call for each variant. */
  | { key: string; dimension: string; variant: string }
  /** Calls that are shared with no other field. */
  | { own: number };

/** A field as an operation asks for it. */
export interface FieldUse {
  place: Place;
  args: Readonly<Record<string, unknown>>;
  /** True if the field's selection has one of these: names, or paths such as `points.date`. */
  selects: (...names: string[]) => boolean;
}

/** What one use of a field costs, and what it gives. */
export interface Cost {
  charges: readonly Charge[];
  /** How many objects it gives for each object that it is asked of. If this is left out, it is its `listSize`, or one. */
  items?: number;
  /** The objects that the fields below it are asked of. If this is left out, it is the place of the parent. */
  below?: Place;
  /** Only for an interface or a union: the types that the field gives, each with its objects. */
  types?: Readonly<Record<string, Place>>;
}

/** Says what a use of a field costs. Every field that loads has one, as `extensions.cost`. */
export type CostFunction = (use: FieldUse) => Cost;

/** The pool of lookups of datasets. */
const DATASETS = 'datasets';

/** Datasets of records that are looked up only when the records are there. */
const lateDatasets = (ids: readonly string[]): Charge => ({
  pool: 'datasets of records',
  ids,
  after: DATASETS,
});

/** A value as a text that is the same for equal values. */
export const keyOf = (value: unknown): string => JSON.stringify(value ?? null, shortened);

/** Texts longer than this stand in a key by their digest: one may come in hundreds of fields. */
const LONG_TEXT = 1000;

const digests = new LRUCache<string, string>({ max: 16 });

function shortened(_: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= LONG_TEXT) return value;
  const known = digests.get(value);
  if (known !== undefined) return known;
  const made = `${value.length} ${digest(value)}`;
  digests.set(value, made);
  return made;
}

/** An argument as a list of ids. */
export const idsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** One dataset, as its fields are asked of it. */
export function oneDataset(datasetId: unknown): Place {
  const place: Place = { count: 1, scope: `dataset ${keyOf(datasetId)}` };
  return { ...place, dataset: place };
}

function manyDatasets(datasetIds: readonly string[]): Place {
  if (datasetIds.length === 1) return oneDataset(datasetIds[0]);
  const place: Place = { count: datasetIds.length, scope: `datasets ${keyOf(datasetIds)}` };
  return { ...place, dataset: place };
}

/** Datasets that are looked up by their ids. */
export function datasetLookups(datasetIds: readonly string[]): Cost {
  const distinct = [...new Set(datasetIds)];
  return {
    charges: [{ pool: DATASETS, ids: distinct }],
    items: datasetIds.length,
    below: manyDatasets(distinct),
  };
}

const recordPool = (dataset: Place): string => `${dataset.scope} records`;

/** Records of one dataset that are looked up by their ids. */
export function recordLookups(dataset: Place, recordIds: readonly string[]): Cost {
  const distinct = [...new Set(recordIds)];
  return {
    charges: [{ pool: recordPool(dataset), ids: distinct }],
    items: recordIds.length,
    below: {
      count: dataset.count * distinct.length,
      scope: `${recordPool(dataset)} ${keyOf(distinct)}`,
      dataset,
    },
  };
}

/**
 * A record that is looked up by both ids. Its dataset is looked up first if the names of fields must be checked, and
 * afterwards if it is asked for only. `fields` may have names, or not: no more than one of the two is ever made.
 */
export function recordLookup({ args, selects }: FieldUse): Cost {
  const ids = [String(args.datasetId)];
  const record = recordLookups(oneDataset(ids[0]), [String(args.recordId)]);
  if (selects('value', 'geo', 'files'))
    return { ...record, charges: [...record.charges, { pool: DATASETS, ids }] };
  return selects('fields', 'dataset')
    ? { ...record, charges: [...record.charges, lateDatasets(ids)] }
    : record;
}

/** A page of a search. Rows cost a call for each page; what needs no rows shares the call of any page. */
export function searchPage(key: string, { place, args, selects }: FieldUse, dataset?: Place): Cost {
  const hasRows = selects('nodes', 'edges');
  const page = hasRows ? keyOf([args.first, args.after, args.last, args.before]) : '';
  return {
    charges: [
      hasRows ? { key, dimension: 'page', variant: page } : { key, dimension: 'any', variant: '' },
      // The last of all results can be found only if their number is known, which takes a call.
      ...(hasRows && isLastOfAll(args) ? [{ own: 1 }] : []),
    ],
    below: {
      count: place.count,
      scope: `${key} ${page}`,
      search: { key, rows: rowsOf(args.last ?? args.first) },
      ...(dataset && { dataset }),
    },
  };
}

const isLastOfAll = ({ last, before }: FieldUse['args']): boolean =>
  typeof last === 'number' && typeof before !== 'string';

/** A negative number is refused before anything is asked. */
const rowsOf = (value: unknown): number =>
  typeof value === 'number' ? Math.max(0, value) : DEFAULT_PAGE_SIZE;

/** The rows of a page. The rows of the catalog are datasets themselves. */
export function pageRows({ place: { search, ...place } }: FieldUse): Cost {
  const items = search?.rows ?? 1;
  const below: Place = { ...place, count: place.count * items };
  return { charges: [], items, below: place.dataset ? below : { ...below, dataset: below } };
}

/** Facets of a search: a facet can have only one order in one call. */
export function searchFacets({ place, args }: FieldUse): Cost {
  const key = place.search?.key ?? place.scope;
  const names = [...new Set(idsOf(args.names))];
  return {
    charges: names.map((name) => ({ key, dimension: `facet ${name}`, variant: keyOf(args.sort) })),
    items: names.length,
  };
}

/** An analysis or a clustering. Those of one view share a call unless they cut its points in different orders. */
export function computed(name: string, { place, args }: FieldUse, cut: string): Cost {
  const {
    series: _series,
    orderBy: _orderBy,
    first: _first,
    having: _having,
    firstPerGroup: _firstPerGroup,
    ...view
  } = args;
  const key = `${place.scope} ${name} ${keyOf(view)}`;
  return { charges: [{ key, dimension: 'cut', variant: cut }] };
}

/**
 * The first and last dates of an analysis, beside its numbers. Which of its series are dates is known with the dataset
 * only: it may be each that can be. Without an axis each is a call, and with axes each field is.
 */
export function dateEnds({ place, args }: FieldUse): Charge[] {
  const { x, series, filter, timezone } = args;
  const hasAxes = Array.isArray(x) && x.length > 0;
  const key = `${place.scope} dates ${keyOf([x, filter, timezone])}`;
  const all: readonly unknown[] = Array.isArray(series) ? series : [];
  return all.flatMap((one): Charge[] => {
    const { function: aggregate, expression } = readSeries(one);
    if (aggregate !== 'MIN' && aggregate !== 'MAX') return [];
    return [{ key, dimension: 'end', variant: keyOf([expression, hasAxes || aggregate]) }];
  });
}

const readSeries = (one: unknown): { function?: unknown; expression?: unknown } =>
  typeof one === 'object' && one !== null ? one : {};

/** The values of a field: one call brings them all, whatever is searched or shown of them. */
export function fieldValues({ place, args }: FieldUse): Cost {
  const key = `${place.scope} values ${keyOf([args.field, args.filter, args.timezone])}`;
  return {
    charges: [{ key, dimension: 'any', variant: '' }],
    below: { count: place.count, scope: key, search: { key, rows: rowsOf(args.first) } },
  };
}

/** Datasets and records that are looked up by their ids; the dataset of a record is looked up too. */
export function nodeLookups(ids: readonly GlobalId[]): Cost {
  const datasetIds = new Set<string>();
  const recordIds = new Map<string, string[]>();
  let records = 0;
  for (const id of ids) {
    if (id.typename === 'Dataset') datasetIds.add(id.datasetId);
    else {
      records += 1;
      const others = recordIds.get(id.datasetId);
      if (others) others.push(id.recordId);
      else recordIds.set(id.datasetId, [id.recordId]);
    }
  }
  return {
    charges: [
      { pool: DATASETS, ids: [...datasetIds] },
      lateDatasets([...recordIds.keys()]),
      ...[...recordIds].map(([datasetId, list]) => ({ pool: recordPool(oneDataset(datasetId)), ids: list })),
    ],
    items: ids.length,
    types: {
      ...(datasetIds.size > 0 && { Dataset: manyDatasets([...datasetIds]) }),
      ...(records > 0 && { Record: recordNodes(ids, records, [...recordIds.keys()]) }),
    },
  };
}

/** The records among nodes. The text that says which they are is long, and made when a field below asks for it: few do. */
function recordNodes(ids: readonly GlobalId[], count: number, datasetIds: readonly string[]): Place {
  let scope: string | undefined;
  return {
    count,
    get scope() {
      // One text, which is one look of `keyOf`: it looks at each part of a value by itself.
      scope ??= `nodes ${keyOf(JSON.stringify(ids))}`;
      return scope;
    },
    dataset: manyDatasets(datasetIds),
  };
}

/** The values that can be read. The resolver says what is wrong with the others, and that costs nothing. */
export function readable<T>(values: readonly T[], read: (value: T) => GlobalId): GlobalId[] {
  const ids: GlobalId[] = [];
  for (const value of values) {
    try {
      ids.push(read(value));
    } catch {
      // It is none.
    }
  }
  return ids;
}

/** The requests of a push. They are at most this many, because two neighbouring requests together are larger than one may be. */
export function pushRequests({ args }: FieldUse): Cost {
  const input =
    typeof args.input === 'object' && args.input !== null && 'records' in args.input ? args.input : null;
  const size = Buffer.byteLength(JSON.stringify(input?.records ?? null));
  const requests = Math.ceil((2 * size) / MAX_PUSH_BYTES) - (size < MAX_PUSH_BYTES ? 1 : 0);
  const isChecked = !(input && 'allowUnknownFields' in input && input.allowUnknownFields === true);
  const lookup =
    input && 'datasetId' in input && isChecked ? datasetLookups([String(input.datasetId)]) : null;
  return { charges: [...(lookup?.charges ?? []), { own: Math.max(1, requests) }] };
}

/** The dataset of records that are loaded: it costs no call, since it was loaded with them. */
export function ownDataset({ place }: FieldUse): Cost {
  // It is the same dataset, but its fields are asked for too late to share a call with those asked for above.
  const owner = place.dataset ?? place;
  return { charges: [], below: { ...owner, scope: `${owner.scope} later` } };
}

/** What each field of the graph may cost in upstream calls, and what shares them: the loaders' rules, foreseen. */
import { readRepresentation } from './entity.ts';
import { decodeGlobalId, type GlobalId } from './global-id.ts';

/** Where a field stands in an operation: the objects that it is asked of. */
export interface Place {
  /** How many they are at most. */
  count: number;
  /** What they are: fields of the same scope may share calls. */
  scope: string;
  /** The datasets that they belong to. */
  dataset?: Place;
  /** Of a connection: its search, and how many rows its page has at most. */
  search?: { key: string; rows: number };
}

/** Calls that a field may cost. */
export type Claim =
  /** Lookups by id: a call for each hundred of one pool. */
  | { pool: string; ids: readonly string[] }
  /** A call for each key; where a dimension has several variants, for each of these. */
  | { key: string; dimension: string; variant: string }
  /** Calls of its own. */
  | { own: number };

export interface Asked {
  place: Place;
  args: Readonly<Record<string, unknown>>;
  /** True where the field's selection has one of these. */
  selects: (...names: string[]) => boolean;
}

export interface Price {
  claims: readonly Claim[];
  /** Where the fields below stand; as their parent where it is left out. */
  below?: Place;
  /** Of an interface: the types that come, each with its place. */
  types?: Readonly<Record<string, Place>>;
}

const DATASETS = 'datasets';
const LARGEST_PUSH = 5_000_000;

const text = (value: unknown): string => JSON.stringify(value ?? null);
const ids = (value: unknown): string[] => (Array.isArray(value) ? [...new Set(value.map(String))] : []);
const first = (value: unknown): number => (typeof value === 'number' ? value : 10);

function oneDataset(datasetId: unknown): Place {
  const place: Place = { count: 1, scope: `dataset ${text(datasetId)}` };
  return { ...place, dataset: place };
}

function datasets(datasetIds: readonly string[]): Place {
  if (datasetIds.length === 1) return oneDataset(datasetIds[0]);
  const place: Place = { count: datasetIds.length, scope: `datasets ${text(datasetIds)}` };
  return { ...place, dataset: place };
}

const records = (dataset: Place): string => `${dataset.scope} records`;

const isLastOfAll = ({ last, before }: Asked['args']): boolean =>
  typeof last === 'number' && typeof before !== 'string';

/** A page of a search: rows that are asked for, and what needs none. */
function search(key: string, { place, args, selects }: Asked, dataset?: Place): Price {
  const hasRows = selects('nodes', 'edges');
  const page = hasRows ? text([args.first, args.after, args.last, args.before]) : '';
  return {
    claims: [
      hasRows ? { key, dimension: 'page', variant: page } : { key, dimension: 'any', variant: '' },
      // The last of all are found by their number.
      ...(hasRows && isLastOfAll(args) ? [{ own: 1 }] : []),
    ],
    below: {
      count: place.count,
      scope: `${key} ${page}`,
      search: { key, rows: first(args.last ?? args.first) },
      ...(dataset && { dataset }),
    },
  };
}

/** The rows of a page; those of the catalog are datasets themselves. */
function rows({ place: { search: found, ...place } }: Asked): Price {
  const below: Place = { ...place, count: place.count * (found?.rows ?? 1) };
  return { claims: [], below: place.dataset ? below : { ...below, dataset: below } };
}

/** One facet has one order in one call. */
function facets({ place, args }: Asked): Price {
  const key = place.search?.key ?? place.scope;
  return {
    claims: ids(args.names).map((name) => ({ key, dimension: `facet ${name}`, variant: text(args.sort) })),
  };
}

function computed(name: string, { place, args }: Asked, apart: string): Price {
  const { series: _series, orderBy: _orderBy, maxPoints: _maxPoints, ...view } = args;
  const key = `${place.scope} ${name} ${text(view)}`;
  return { claims: [{ key, dimension: 'cut', variant: apart }] };
}

function recordLookups(dataset: Place, recordIds: readonly string[]): Price {
  return {
    claims: [{ pool: records(dataset), ids: recordIds }],
    below: {
      count: dataset.count * recordIds.length,
      scope: `${records(dataset)} ${text(recordIds)}`,
      dataset,
    },
  };
}

/** What can be read; of the rest the resolver says what is wrong, and spends nothing. */
function readable<T>(values: readonly T[], read: (value: T) => GlobalId): GlobalId[] {
  return values.flatMap((value) => {
    try {
      return [read(value)];
    } catch {
      return [];
    }
  });
}

function nodes(known: readonly GlobalId[]): Price {
  const datasetIds = known.filter(({ typename }) => typename === 'Dataset').map(({ datasetId }) => datasetId);
  const ofRecords = Map.groupBy(
    known.flatMap((id) => (id.typename === 'Record' ? [id] : [])),
    ({ datasetId }) => datasetId,
  );
  const lookups = [...ofRecords].map(
    ([datasetId, list]): Claim => ({
      pool: records(oneDataset(datasetId)),
      ids: list.map(({ recordId }) => recordId),
    }),
  );
  const owners = datasets([...ofRecords.keys()]);
  return {
    claims: [{ pool: DATASETS, ids: [...datasetIds, ...ofRecords.keys()] }, ...lookups],
    types: {
      ...(datasetIds.length > 0 && { Dataset: datasets([...new Set(datasetIds)]) }),
      ...(lookups.length > 0 && {
        Record: {
          count: known.length - datasetIds.length,
          scope: `nodes ${text(known)}`,
          dataset: owners,
        },
      }),
    },
  };
}

const globalIds = (list: readonly string[]): Price => nodes(readable(list, (id) => decodeGlobalId(id, 'id')));

function entities(representations: unknown): Price {
  const list: Readonly<Record<string, unknown>>[] = Array.isArray(representations) ? representations : [];
  return nodes(readable(list, (representation) => readRepresentation(representation, 'representations')));
}

function push({ args }: Asked): Price {
  const input =
    typeof args.input === 'object' && args.input !== null && 'records' in args.input ? args.input : null;
  const size = Buffer.byteLength(text(input?.records));
  // Two requests side by side are more than the largest one.
  return {
    claims: [{ own: Math.max(1, Math.ceil((2 * size) / LARGEST_PUSH) - (size < LARGEST_PUSH ? 1 : 0)) }],
  };
}

/** By type and field. What is not here costs nothing beside what its parent did. */
export const PRICES: Readonly<Record<string, (asked: Asked) => Price>> = {
  'Query.dataset': ({ args }) => ({
    claims: [{ pool: DATASETS, ids: [String(args.datasetId)] }],
    below: oneDataset(String(args.datasetId)),
  }),
  'Query.datasetsById': ({ args }) => ({
    claims: [{ pool: DATASETS, ids: ids(args.datasetIds) }],
    below: datasets(ids(args.datasetIds)),
  }),
  'Query.datasets': (asked) => search(`catalog ${text([asked.args.filter, asked.args.orderBy])}`, asked),
  'DatasetConnection.nodes': rows,
  'DatasetConnection.edges': rows,
  'Query.record': ({ args }) => {
    const lookup = recordLookups(oneDataset(String(args.datasetId)), [String(args.recordId)]);
    return { ...lookup, claims: [...lookup.claims, { pool: DATASETS, ids: [String(args.datasetId)] }] };
  },
  'Query.node': ({ args }) => globalIds([String(args.id)]),
  'Query.nodes': ({ args }) => globalIds(ids(args.ids)),
  'Query._entities': ({ args }) => entities(args.representations),
  'Query.quota': ({ args }) => ({ claims: args.refresh === true ? [{ own: 1 }] : [] }),
  'Dataset.records': (asked) => {
    const { filter, orderBy, timezone } = asked.args;
    const key = `${asked.place.scope} search ${text([filter, orderBy, timezone])}`;
    return search(key, asked, asked.place);
  },
  'RecordConnection.nodes': rows,
  'RecordConnection.edges': rows,
  'DatasetConnection.facets': facets,
  'RecordConnection.facets': facets,
  'Dataset.record': ({ place, args }) => recordLookups(place, [String(args.recordId)]),
  'Dataset.recordsById': ({ place, args }) => recordLookups(place, ids(args.recordIds)),
  'Dataset.analysis': (asked) => {
    const { orderBy, maxPoints, series } = asked.args;
    const isCut = maxPoints !== null && maxPoints !== undefined;
    return computed('analysis', asked, isCut ? text([orderBy, maxPoints, series]) : 'whole');
  },
  'Dataset.geoClusters': (asked) => computed('geoClusters', asked, ''),
  'Dataset.boundingBox': (asked) => computed('boundingBox', asked, ''),
  // The same dataset, but what is asked of it there comes too late to share a call with what was asked above.
  'Record.dataset': ({ place: { dataset, ...place } }) => ({
    claims: [],
    below: { ...(dataset ?? place), scope: `${(dataset ?? place).scope} later` },
  }),
  'Mutation.pushRecords': push,
  'Mutation.deletePushedRecords': push,
  'Mutation.deletePushedRecord': () => ({ claims: [{ own: 1 }] }),
  'Subscription.downloadRecords': ({ args }) => ({
    claims: [{ pool: DATASETS, ids: [String(args.datasetId)] }, { own: 1 }],
  }),
  'Subscription.recordsPushed': ({ args }) => ({
    claims: [{ pool: DATASETS, ids: [String(args.datasetId)] }],
  }),
};

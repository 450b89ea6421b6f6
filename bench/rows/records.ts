/** Rows of a record search: from ten records to ten thousand, six fields each. */
import { COLUMNS, PLACES } from '../portal/names.ts';
import { CONNECTIONS, type Row, VARIANTS } from '../row.ts';

/** Each variant asks for places of another size, so that each is another answer of the portal. */
export const atLeastOf = (variant: number): number => 1000 + variant * 10;
export const filterOf = (population: number) => ({
  where: { atLeast: { field: 'population', value: population } },
});

/** The fields under names of their own. */
export const VALUES = Object.entries(COLUMNS)
  .map(([name, field]) => `${name}: value(field: "${field}")`)
  .join(' ');
export const NAMES = Object.keys(COLUMNS).join(' ');

function recordsRow(count: number, more: Partial<Row> = {}): Row {
  return {
    name: `records${count}`,
    asks: `${count} records, 6 fields each`,
    floor: (variant) => `/records?rows=${count}&atLeast=${atLeastOf(variant)}`,
    product: {
      query: `query Records($datasetId: ID!, $first: Int!, $filter: RecordFilter) {
        dataset(datasetId: $datasetId) { records(first: $first, filter: $filter) { nodes { ${VALUES} } } }
      }`,
      variables: (variant) => ({ datasetId: PLACES, first: count, filter: filterOf(atLeastOf(variant)) }),
    },
    byHand: {
      query: `query Records($datasetId: ID!, $first: Int!, $atLeast: Int) {
        dataset(datasetId: $datasetId) { records(first: $first, atLeast: $atLeast) { nodes { ${NAMES} } } }
      }`,
      variables: (variant) => ({ datasetId: PLACES, first: count, atLeast: atLeastOf(variant) }),
    },
    sides: ['floor', 'by-hand', 'product'],
    keeps: 'datasets',
    variants: VARIANTS,
    connections: CONNECTIONS,
    calls: 1,
    ...more,
  };
}

/** As `records100`, but each record's values as one JSON object. */
const records100Json: Row = {
  ...recordsRow(100, { targets: { floor: 1 } }),
  name: 'records100-json',
  asks: '100 records, 6 fields each, as one JSON object per record',
  floor: (variant) => `/records-json?rows=100&atLeast=${atLeastOf(variant)}`,
  product: {
    query: `query Records($datasetId: ID!, $first: Int!, $filter: RecordFilter, $names: [String!]) {
      dataset(datasetId: $datasetId) {
        records(first: $first, filter: $filter) { nodes { recordId fields(names: $names) } }
      }
    }`,
    variables: (variant) => ({
      datasetId: PLACES,
      first: 100,
      filter: filterOf(atLeastOf(variant)),
      names: Object.values(COLUMNS),
    }),
  },
  byHand: {
    query: `query Records($datasetId: ID!, $first: Int!, $atLeast: Int) {
      dataset(datasetId: $datasetId) { records(first: $first, atLeast: $atLeast) { nodes { recordId fields } } }
    }`,
    variables: (variant) => ({ datasetId: PLACES, first: 100, atLeast: atLeastOf(variant) }),
  },
};

/** The names that the type `City` has for the fields. */
const TYPED = 'name country: countryCode kind: featureCode population elevation timezone';

/** As `records100`, of a dataset that has a type of its own. */
const typedRecords100: Row = {
  ...recordsRow(100, { targets: { floor: 1 } }),
  name: 'typed-records100',
  asks: '100 records, 6 fields each, of a typed dataset',
  floor: (variant) => `/cities?rows=100&atLeast=${atLeastOf(variant)}`,
  product: {
    query: `query Records($first: Int!, $filter: CityFilter) {
      cities(first: $first, filter: $filter) { nodes { ${TYPED} } }
    }`,
    variables: (variant) => ({ first: 100, filter: { population: { atLeast: atLeastOf(variant) } } }),
  },
  sides: ['floor', 'product'],
  settings: { TYPES: 'datasets' },
};

export const records10 = recordsRow(10);
export const records100 = recordsRow(100, { targets: { floor: 1 } });
export const records1000 = recordsRow(1000, { targets: { floor: 0.9 } });
/** An answer is some megabytes: a few at a time are enough. */
export const records10000 = recordsRow(10_000, { variants: 6, connections: 4 });
export const recordsRows: readonly Row[] = [
  records10,
  records100,
  records100Json,
  typedRecords100,
  records1000,
  records10000,
];

/** Rows of what the portal computes: an analysis, clusters for a map, and a dashboard of everything. */
import { cardId, FACETS, PLACES } from '../portal/names.ts';
import { CONNECTIONS, type Row, VARIANTS } from '../row.ts';
import { atLeastOf, filterOf, NAMES, VALUES } from './records.ts';

const common = {
  sides: ['floor', 'by-hand', 'product'],
  variants: VARIANTS,
  connections: CONNECTIONS,
} as const;

const SERIES =
  '[{ name: "places", function: COUNT }, { name: "people", function: SUM, expression: "population" }]';

export const analysis200: Row = {
  ...common,
  name: 'analysis200',
  asks: '200 points, 2 series',
  floor: (variant) => `/analysis?x=country_code&points=200&atLeast=${atLeastOf(variant)}`,
  product: {
    query: `query Analysis($datasetId: ID!, $filter: RecordFilter) {
      dataset(datasetId: $datasetId) {
        analysis(x: [{ field: "country_code" }], series: ${SERIES}, first: 200, filter: $filter) {
          points { label values }
        }
      }
    }`,
    variables: (variant) => ({ datasetId: PLACES, filter: filterOf(atLeastOf(variant)) }),
  },
  byHand: {
    query: `query Analysis($datasetId: ID!, $atLeast: Int) {
      dataset(datasetId: $datasetId) {
        analysis(x: "country_code", first: 200, atLeast: $atLeast) { points { label values } }
      }
    }`,
    variables: (variant) => ({ datasetId: PLACES, atLeast: atLeastOf(variant) }),
  },
  targets: { floor: 1.2 },
  keeps: 'datasets',
  calls: 1,
};

/** On this map the places of these sizes make a hundred clusters, or nearly. */
const clusteredOf = (variant: number): number => 15_000 + variant * 100;
const MAP = 'zoom: 3, radius: 75';

export const clusters100: Row = {
  ...common,
  name: 'clusters100',
  asks: 'some 100 clusters with their centres, counts and shapes',
  floor: (variant) => `/clusters?atLeast=${clusteredOf(variant)}`,
  product: {
    query: `query Clusters($datasetId: ID!, $filter: RecordFilter) {
      dataset(datasetId: $datasetId) {
        geoClusters(${MAP}, filter: $filter) { clusters { center { latitude longitude } count shape } }
      }
    }`,
    variables: (variant) => ({ datasetId: PLACES, filter: filterOf(clusteredOf(variant)) }),
  },
  byHand: {
    query: `query Clusters($datasetId: ID!, $atLeast: Int) {
      dataset(datasetId: $datasetId) {
        geoClusters(${MAP}, atLeast: $atLeast) { clusters { center { latitude longitude } count shape } }
      }
    }`,
    variables: (variant) => ({ datasetId: PLACES, atLeast: clusteredOf(variant) }),
  },
  keeps: 'datasets',
  calls: 1,
};

const FACET_FIELDS = 'name facets { name count }';

export const dashboard: Row = {
  ...common,
  name: 'dashboard',
  asks: 'a card, 20 records, 3 facets, 2 analyses',
  floor: (variant) => `/dashboard?id=${cardId(variant)}&atLeast=${atLeastOf(variant)}`,
  product: {
    query: `query Dashboard($datasetId: ID!, $filter: RecordFilter, $facets: [String!]!) {
      dataset(datasetId: $datasetId) {
        datasetId title publisher recordsCount
        records(first: 20, filter: $filter) {
          totalCount
          nodes { ${VALUES} }
          facets(names: $facets) { ${FACET_FIELDS} }
        }
        countries: analysis(x: [{ field: "country_code" }], series: ${SERIES}, first: 20, filter: $filter) {
          points { label values }
        }
        kinds: analysis(x: [{ field: "feature_code" }], series: ${SERIES}, first: 20, filter: $filter) {
          points { label values }
        }
      }
    }`,
    variables: (variant) => ({
      datasetId: cardId(variant),
      filter: filterOf(atLeastOf(variant)),
      facets: FACETS,
    }),
  },
  byHand: {
    query: `query Dashboard($datasetId: ID!, $atLeast: Int) {
      dataset(datasetId: $datasetId) {
        datasetId title publisher recordsCount
        records(first: 20, atLeast: $atLeast, facets: ${JSON.stringify(FACETS)}) {
          totalCount
          nodes { ${NAMES} }
          facets { ${FACET_FIELDS} }
        }
        countries: analysis(x: "country_code", first: 20, atLeast: $atLeast) { points { label values } }
        kinds: analysis(x: "feature_code", first: 20, atLeast: $atLeast) { points { label values } }
      }
    }`,
    variables: (variant) => ({ datasetId: cardId(variant), atLeast: atLeastOf(variant) }),
  },
  targets: { floor: 1.1 },
  keeps: 'datasets',
  calls: 3,
};

/** The same of a dataset whose metadata is not kept: its card is a call too, as it is for the others. */
export const dashboardCold: Row = {
  ...dashboard,
  name: 'dashboard-cold',
  asks: `${dashboard.asks}; the metadata asked of the portal too`,
  keeps: 'nothing',
  calls: 4,
};

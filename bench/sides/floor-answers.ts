/** What the floor does for each row: calls, `JSON.parse`, and the fields that were asked. */
import { COLUMNS, FACETS, PLACES } from '../portal/names.ts';

/** The way to the portal: each answers with the text of the body. */
interface Portal {
  get(path: string): Promise<string>;
  post(path: string, form: string): Promise<string>;
}

type Answer = (parameters: URLSearchParams, portal: Portal) => Promise<unknown>;

interface Dataset {
  datasetid: string;
  metas: { title: string; publisher: string; records_count: number };
}

interface Place {
  name: string;
  country_code?: string;
  feature_code?: string;
  population?: number;
  dem?: number;
  timezone?: string;
}

interface Page {
  nhits: number;
  records: { recordid: string; fields: Place }[];
  facet_groups?: { name: string; facets: { name: string; count: number }[] }[];
}

interface Clustering {
  clusters: { cluster_center: [number, number]; count: number; cluster: unknown }[];
}

const SEARCH = '/api/records/1.0/search/';
const FIELDS = Object.values(COLUMNS).join();

const filterOf = (parameters: URLSearchParams): string =>
  `q=${encodeURIComponent(`population>=${parameters.get('atLeast')}`)}`;

/** The dataset of most rows, unless another is named. */
const datasetOf = (parameters: URLSearchParams): string => parameters.get('id') ?? PLACES;

const searchOf = (rows: string | null, parameters: URLSearchParams): string =>
  `${SEARCH}?dataset=${datasetOf(parameters)}&${filterOf(parameters)}&rows=${rows}&fields=${encodeURIComponent(FIELDS)}`;

const analysisOf = (x: string | null, points: string | null, parameters: URLSearchParams): string =>
  `/api/records/1.0/analyze/?dataset=${datasetOf(parameters)}&${filterOf(parameters)}&x=${x}&maxpoints=${points}&y.s0.func=COUNT&y.s1.func=SUM&y.s1.expr=population`;

const cardOf = ({ datasetid, metas }: Dataset) => ({
  datasetId: datasetid,
  title: metas.title,
  publisher: metas.publisher,
  recordsCount: metas.records_count,
});

const placeOf = ({ fields }: { fields: Place }) => ({
  name: fields.name ?? null,
  country: fields.country_code ?? null,
  kind: fields.feature_code ?? null,
  population: fields.population ?? null,
  elevation: fields.dem ?? null,
  timezone: fields.timezone ?? null,
});

function pointsOf(text: string) {
  const points: { x: string; s0: number; s1: number }[] = JSON.parse(text);
  return { points: points.map(({ x, s0, s1 }) => ({ label: x, values: [s0, s1] })) };
}

/** An answer in the order asked, whatever the portal's. */
function inOrder<T>(
  keys: readonly string[],
  found: readonly T[],
  keyOf: (one: T) => string,
): (T | undefined)[] {
  const byKey = new Map(found.map((one) => [keyOf(one), one]));
  return keys.map((key) => byKey.get(key));
}

const card: Answer = async (parameters, portal) => {
  const dataset: Dataset = JSON.parse(await portal.get(`/api/datasets/1.0/${parameters.get('id')}/`));
  return { dataset: cardOf(dataset) };
};

const cards: Answer = async (parameters, portal) => {
  const ids = parameters.get('ids')?.split(',') ?? [];
  const q = encodeURIComponent(ids.map((id) => `datasetid:"${id}"`).join(' OR '));
  const text = await portal.post('/api/datasets/1.0/search/', `q=${q}&rows=${ids.length}`);
  const { datasets }: { datasets: Dataset[] } = JSON.parse(text);
  const asked = inOrder(ids, datasets, ({ datasetid }) => datasetid);
  return { datasetsById: asked.map((dataset) => (dataset ? cardOf(dataset) : null)) };
};

async function pageOf(...[parameters, portal]: Parameters<Answer>): Promise<Page> {
  return JSON.parse(await portal.get(searchOf(parameters.get('rows'), parameters)));
}

const records: Answer = async (parameters, portal) => {
  const page = await pageOf(parameters, portal);
  return { dataset: { records: { nodes: page.records.map(placeOf) } } };
};

/** The same as a type has it. */
const cities: Answer = async (parameters, portal) => {
  const page = await pageOf(parameters, portal);
  return { cities: { nodes: page.records.map(placeOf) } };
};

const recordsJson: Answer = async (parameters, portal) => {
  const page = await pageOf(parameters, portal);
  const nodes = page.records.map(({ recordid, fields }) => ({ recordId: recordid, fields }));
  return { dataset: { records: { nodes } } };
};

const analysis: Answer = async (parameters, portal) => {
  const text = await portal.get(analysisOf(parameters.get('x'), parameters.get('points'), parameters));
  return { dataset: { analysis: pointsOf(text) } };
};

const clusters: Answer = async (parameters, portal) => {
  const text = await portal.get(
    `/api/records/1.0/geocluster/?dataset=${PLACES}&${filterOf(parameters)}&clusterprecision=3&clusterdistance=75&clustermode=polygon`,
  );
  const { clusters }: Clustering = JSON.parse(text);
  const shown = clusters.map(({ cluster_center: [latitude, longitude], count, cluster }) => ({
    center: { latitude, longitude },
    count,
    shape: cluster,
  }));
  return { dataset: { geoClusters: { clusters: shown } } };
};

const dashboard: Answer = async (parameters, portal) => {
  const facets = FACETS.map((facet) => `&facet=${facet}`).join('');
  const [dataset, search, countries, kinds] = await Promise.all([
    portal.get(`/api/datasets/1.0/${datasetOf(parameters)}/`),
    portal.get(searchOf('20', parameters) + facets),
    portal.get(analysisOf('country_code', '20', parameters)),
    portal.get(analysisOf('feature_code', '20', parameters)),
  ]);
  const page: Page = JSON.parse(search);
  const groups = inOrder(FACETS, page.facet_groups ?? [], ({ name }) => name);
  return {
    dataset: {
      ...cardOf(JSON.parse(dataset)),
      records: {
        totalCount: page.nhits,
        nodes: page.records.map(placeOf),
        facets: groups.map((group, index) => ({
          name: FACETS[index],
          facets: group?.facets.map(({ name, count }) => ({ name, count })) ?? [],
        })),
      },
      countries: pointsOf(countries),
      kinds: pointsOf(kinds),
    },
  };
};

const entities: Answer = async (parameters, portal) => {
  const ids = parameters.get('ids')?.split(',') ?? [];
  const q = encodeURIComponent(ids.map((id) => `recordid:"${id}"`).join(' OR '));
  const form = `dataset=${PLACES}&q=${q}&rows=${ids.length}&fields=name%2Cpopulation`;
  const page: Page = JSON.parse(await portal.post(SEARCH, form));
  const asked = inOrder(ids, page.records, ({ recordid }) => recordid);
  return {
    _entities: asked.map(
      (record) =>
        record && {
          recordId: record.recordid,
          name: record.fields.name ?? null,
          population: record.fields.population ?? null,
        },
    ),
  };
};

const typename: Answer = async () => ({ __typename: 'Query' });

export const ANSWERS: Readonly<Record<string, Answer>> = {
  card,
  cards,
  records,
  cities,
  'records-json': recordsJson,
  analysis,
  clusters,
  dashboard,
  entities,
  typename,
};

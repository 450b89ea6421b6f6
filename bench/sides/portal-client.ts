/** The REST calls of the facade written by hand. */
import { Pool } from 'undici';
import { COLUMNS } from '../portal/names.ts';

export interface Dataset {
  datasetid: string;
  metas: { title: string; publisher: string; records_count: number };
}

export interface PlaceRecord {
  recordid: string;
  fields: Record<string, unknown>;
}

export interface RecordPage {
  nhits: number;
  records: PlaceRecord[];
  facet_groups?: { name: string; facets: { name: string; count: number }[] }[];
}

export interface Point {
  x: string;
  places: number;
  people: number;
}

export interface Cluster {
  cluster_center: [number, number];
  count: number;
  cluster: unknown;
}

const FIELDS = Object.values(COLUMNS).join();

export class PortalClient {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = new Pool(url, { connections: 16 });
  }

  dataset(id: string): Promise<Dataset> {
    return this.#get(`/api/datasets/1.0/${encodeURIComponent(id)}/`);
  }

  datasets(ids: readonly string[]): Promise<{ datasets: Dataset[] }> {
    const q = ids.map((id) => `datasetid:"${id}"`).join(' OR ');
    return this.#post('/api/datasets/1.0/search/', { q, rows: String(ids.length) });
  }

  records(
    dataset: string,
    rows: number,
    atLeast: number | undefined,
    facets: readonly string[] = [],
  ): Promise<RecordPage> {
    const query = new URLSearchParams({ dataset, rows: String(rows), fields: FIELDS });
    if (atLeast !== undefined) query.set('q', `population>=${atLeast}`);
    for (const facet of facets) query.append('facet', facet);
    return this.#get(`/api/records/1.0/search/?${query}`);
  }

  recordsById(dataset: string, ids: readonly string[]): Promise<RecordPage> {
    const q = ids.map((id) => `recordid:"${id}"`).join(' OR ');
    const form = { dataset, q, rows: String(ids.length), fields: FIELDS };
    return this.#post('/api/records/1.0/search/', form);
  }

  analysis(dataset: string, x: string, first: number, atLeast: number | undefined): Promise<Point[]> {
    const query = new URLSearchParams({
      dataset,
      x,
      maxpoints: String(first),
      'y.places.func': 'COUNT',
      'y.people.func': 'SUM',
      'y.people.expr': 'population',
    });
    if (atLeast !== undefined) query.set('q', `population>=${atLeast}`);
    return this.#get(`/api/records/1.0/analyze/?${query}`);
  }

  clusters(
    dataset: string,
    zoom: number,
    radius: number,
    atLeast: number | undefined,
  ): Promise<{ clusters: Cluster[] }> {
    const query = new URLSearchParams({
      dataset,
      clusterprecision: String(zoom),
      clusterdistance: String(radius),
    });
    if (atLeast !== undefined) query.set('q', `population>=${atLeast}`);
    return this.#get(`/api/records/1.0/geocluster/?${query}`);
  }

  #get<T>(path: string): Promise<T> {
    return this.#json({ method: 'GET', path });
  }

  #post<T>(path: string, form: Record<string, string>): Promise<T> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.#json({ method: 'POST', path, body: new URLSearchParams(form).toString(), headers });
  }

  async #json<T>(options: Parameters<Pool['request']>[0]): Promise<T> {
    const { statusCode, body } = await this.#pool.request(options);
    if (statusCode !== 200) throw new Error(`The portal answers ${statusCode}: ${await body.text()}`);
    const json: unknown = await body.json();
    return json as T;
  }
}

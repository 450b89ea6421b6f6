/** Calls a portal over HTTP, as the tests read its answers. */
import { type PortalOptions, startPortal } from '../../src/portal/portal.ts';

export const definitions = new URL('./fixtures/datasets.ts', import.meta.url).href;

export interface Facet {
  name: string;
  path: string;
  count: number;
  state: string;
  facets?: Facet[];
}

/** Everything that the tests look for in a body; each API fills its own part. */
export interface Body {
  nhits: number;
  parameters: Record<string, unknown>;
  records: ApiRecord[];
  datasets: Dataset[];
  facet_groups?: { name: string; facets: Facet[] }[];
  error: string;
}

export interface ApiRecord {
  datasetid: string;
  recordid: string;
  fields: Record<string, unknown>;
  geometry?: unknown;
  record_timestamp: string;
}

export interface Dataset {
  datasetid: string;
  metas: Record<string, unknown>;
  interop_metas?: unknown;
  extra_metas?: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

export interface OpenedFile {
  status: number;
  headers: Headers;
  bytes: Buffer;
}

type Parameters = string | Record<string, string | string[]>;

export class Client {
  readonly url: string;
  readonly headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.url = url;
    this.headers = headers;
  }

  /** The same portal with other headers. */
  with(headers: Record<string, string>): Client {
    return new Client(this.url, headers);
  }

  async call(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.url + path, { redirect: 'error', headers: this.headers, ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /** A file as its bytes, whatever the status. */
  async open(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<OpenedFile> {
    const response = await fetch(this.url + path, { headers: { ...this.headers, ...headers }, method });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  }

  /** The body of an answer with status 200. */
  async get(path: string, parameters: Parameters = ''): Promise<Body> {
    const answer = await this.call(`${path}?${encode(parameters)}`);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }

  /** Status and body of an answer that is an error. */
  async fail(path: string, parameters: Parameters = ''): Promise<{ status: number; error: string }> {
    const { status, text } = await this.call(`${path}?${encode(parameters)}`);
    const body: { error: string } = JSON.parse(text);
    return { status, error: body.error };
  }

  records(dataset: string, parameters: Record<string, string | string[]> = {}): Promise<Body> {
    return this.get('/api/records/1.0/search/', { dataset, ...parameters });
  }

  datasets(parameters: Record<string, string | string[]> = {}): Promise<Body> {
    return this.get('/api/datasets/1.0/search/', parameters);
  }

  /** The `code` of the museums found, in their order. */
  async museums(parameters: Record<string, string | string[]> = {}): Promise<string> {
    const { records } = await this.records('museums', parameters);
    return records.map((record) => record.fields.code).join(' ');
  }

  /** The group of one facet, as `path count state` in lines; children come after their parent. */
  async facet(dataset: string, name: string, parameters: Record<string, string | string[]> = {}) {
    const body = dataset === '' ? await this.datasets(parameters) : await this.records(dataset, parameters);
    const group = body.facet_groups?.find((candidate) => candidate.name === name);
    return flatten(group?.facets ?? []);
  }
}

const flatten = (facets: Facet[]): string[] =>
  facets.flatMap(({ path, count, state, facets: below }) => [
    `${path} ${count} ${state}`,
    ...flatten(below ?? []),
  ]);

export function encode(parameters: Parameters): string {
  if (typeof parameters === 'string') return parameters;
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    [value].flat().map((item) => [name, item]),
  );
  return new URLSearchParams(pairs).toString();
}

/** A portal over the fixtures; close it at the end. */
export async function startFixtures(options: Pick<PortalOptions, 'quota' | 'dialect' | 'accessFile'> = {}) {
  const failures: Error[] = [];
  const portal = await startPortal({
    definitions,
    databaseFile: ':memory:',
    onFailure: (error) => failures.push(error),
    ...options,
  });
  return { client: new Client(portal.url), close: portal.close, failures };
}

/** Datasets small enough to analyze by hand, and a client that reads the answers. */
import type {
  DatasetDefinition,
  FieldDefinition,
  RecordValues,
} from '../../../src/portal/dataset-definition.ts';
import { startPortal } from '../../../src/portal/portal.ts';
import { type Answer, encode } from '../client.ts';
import { metasOf } from '../fixtures/metas.ts';

const dataset = (
  datasetid: string,
  fields: FieldDefinition[],
  records: RecordValues[],
  visibility: 'domain' | 'restricted' = 'domain',
): DatasetDefinition => ({
  datasetid,
  metas: metasOf(datasetid, { license: 'CC BY 4.0' }),
  fields,
  visibility,
  records: () => records,
});

const field = (
  name: string,
  type: FieldDefinition['type'],
  ...annotations: [name: string, ...args: string[]][]
): FieldDefinition => ({
  name,
  label: name,
  type,
  annotations: annotations.map(([annotation, ...args]) => ({ name: annotation, args })),
});

/** Numbers for the expressions: `a` and `b` of each record, `b` sometimes absent. */
export const samples: { id: number; a: number; b?: number; n: number }[] = [
  { id: 1, a: 0, b: 1, n: 7 },
  { id: 2, a: -0.5, b: 2.5, n: 2 },
  { id: 3, a: 0.25, b: -3, n: -3 },
  { id: 4, a: 2.5, b: 0, n: 0 },
  { id: 5, a: -1e6, b: 1e-6, n: 5 },
  { id: 6, a: 123.456, n: 1 },
  { id: 7, a: 3.5, b: -0.75, n: -8 },
];

const visits: RecordValues[] = [
  { who: 'ann', tags: 'red,blue', path: 'a/b', size: 10, on: '2023-01-30', at: '2023-01-30T10:15:00Z' },
  { who: 'ann', tags: 'red', path: 'a/b', size: 20, on: '2023-01-31', at: '2023-01-31T23:30:00Z' },
  { who: 'bob', tags: 'blue', path: 'a', size: 30, on: '2023-03-01', at: '2023-03-26T00:59:00Z' },
  { who: 'bob', path: 'c', on: '2024-01-01', at: '2023-12-31T23:30:00Z' },
  { who: 'cid', tags: 'green', size: -5, on: '2024-12', at: '2024-07-01T12:00:30.500Z' },
  { size: 7, on: '2022', at: '1960-02-29T05:00:00Z' },
];

const square = (west: number, south: number, size: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [west, south],
      [west + size, south],
      [west + size, south + size],
      [west, south + size],
      [west, south],
    ],
  ],
});

export const datasets: readonly DatasetDefinition[] = [
  dataset(
    'samples',
    [field('id', 'int'), field('a', 'double'), field('b', 'double'), field('n', 'int')],
    samples,
  ),
  dataset(
    'visits',
    [
      field('who', 'text', ['facet']),
      field('tags', 'text', ['facet'], ['multivalued', ',']),
      field('path', 'text', ['facet'], ['hierarchical', '/']),
      field('size', 'int'),
      field('on', 'date', ['facet']),
      field('at', 'datetime', ['facet']),
    ],
    visits,
  ),
  dataset(
    'coarse',
    [field('seen', 'datetime', ['timeserie_precision', 'month'])],
    [{ seen: '2020-02-03T04:05:06Z' }, { seen: '2020-02-28T04:05:06Z' }],
  ),
  dataset(
    'trees',
    [field('kinds', 'text', ['facet'], ['multivalued', ','], ['hierarchical', '/'])],
    [{ kinds: 'x/y,z' }, { kinds: 'x' }, { kinds: 'x/y' }],
  ),
  dataset(
    'places',
    [
      field('spot', 'geo_point_2d'),
      field('outline', 'geo_shape'),
      field('kind', 'text', ['facet']),
      field('size', 'int'),
    ],
    [
      { spot: [10, 10], kind: 'p', size: 1 },
      { spot: [10, 10], kind: 'p', size: 3 },
      { spot: [40, 40], kind: 'line', size: 5 },
      { spot: [40.5, 40.5], kind: 'line' },
      { spot: [41, 41], kind: 'line', size: 8 },
      { spot: [-30, -60], kind: 'triangle' },
      { spot: [-31, -60], kind: 'triangle' },
      { spot: [-30, -61], kind: 'triangle' },
      { kind: 'nowhere', size: 100 },
      { kind: 'shape', outline: square(100.1, 20.2, 2.3) },
      { kind: 'shape', outline: { type: 'MultiPoint', coordinates: [[90, 5]] } },
    ],
  ),
  dataset(
    'shapes',
    [field('outline', 'geo_shape')],
    [{ outline: square(0, 0, 2) }, { outline: square(50, 50, 4) }],
  ),
  dataset('bare', [field('word', 'text')], [{ word: 'x' }]),
  dataset('empty', [field('n', 'int'), field('spot', 'geo_point_2d')], []),
  dataset('secret', [field('n', 'int')], [{ n: 1 }], 'restricted'),
];

export type Query = Record<string, string | string[]>;

/** Calls one API of a portal. */
export class Api {
  readonly #url: string;
  constructor(portal: string, path: string) {
    this.#url = portal + path;
  }

  async answer(query: Query, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.#url}?${encode(query)}`, { redirect: 'error', ...init });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async get(query: Query) {
    const { status, text } = await this.answer(query);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return JSON.parse(text);
  }

  /** Status and sentence of an error. */
  async fail(query: Query): Promise<string> {
    const { status, text } = await this.answer(query);
    return `${status} ${JSON.parse(text).error}`;
  }
}

export async function startSamples() {
  const failures: Error[] = [];
  const portal = await startPortal({
    definitions: import.meta.url,
    databaseFile: ':memory:',
    quota: 1_000_000_000,
    onFailure: (error) => failures.push(error),
  });
  return { url: portal.url, close: portal.close, failures };
}

import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { RecordFilter } from '../graphql/graphql.ts';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const Names = graphql(`
  query Names($datasetId: ID!, $filter: RecordFilter, $orderBy: [OrderBy!], $first: Int! = 100, $field: String!) {
    dataset(datasetId: $datasetId) {
      records(filter: $filter, orderBy: $orderBy, first: $first) {
        totalCount
        nodes { value(field: $field) }
      }
    }
  }
`);

const CITIES = 'doc-geonames-cities-5000';

async function names(filter: RecordFilter, field = 'name', datasetId = CITIES): Promise<unknown[]> {
  const { data, errors } = await graph.ask(Names, { datasetId, filter, field });
  expect(errors).toEqual([]);
  return data?.dataset?.records?.nodes.map(({ value }) => value) ?? [];
}

async function count(filter: RecordFilter, datasetId = CITIES): Promise<number> {
  const { data, errors } = await graph.ask(
    graphql(`
      query Count($datasetId: ID!, $filter: RecordFilter) {
        dataset(datasetId: $datasetId) { records(filter: $filter) { totalCount } }
      }
    `),
    { datasetId, filter },
  );
  expect(errors).toEqual([]);
  return data?.dataset?.records?.totalCount ?? Number.NaN;
}

async function refusal(
  filter: RecordFilter,
  datasetId = CITIES,
): Promise<{ argument: unknown; message: string; calls: number }> {
  const { errors } = await graph.ask(Names, { datasetId, filter, field: 'name' });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  const searches = graph.upstreamCalls().filter(({ path }) => path === '/api/records/1.0/search/');
  return {
    argument: errors[0]?.extensions?.argument,
    message: errors[0]?.message ?? '',
    calls: searches.length,
  };
}

test('the large cities of France: Paris first', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query ParisFirst {
        dataset(datasetId: "doc-geonames-cities-5000") {
          records(
            filter: {
              where: {
                all: [
                  { equals: { field: "country_code", value: "FR" } }
                  { atLeast: { field: "population", value: 100000 } }
                ]
              }
            }
            orderBy: { field: "population", direction: DESC }
            first: 3
          ) {
            totalCount
            nodes { value(field: "name") location { latitude longitude } }
          }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  expect(data?.dataset?.records?.nodes).toEqual([
    { value: 'Paris', location: { latitude: 48.85341, longitude: 2.3488 } },
    { value: 'Marseille', location: expect.anything() },
    { value: 'Lyon', location: expect.anything() },
  ]);
  expect(data?.dataset?.records?.totalCount).toBeGreaterThan(30);
});

describe('conditions', () => {
  const where = (condition: NonNullable<RecordFilter['where']>): RecordFilter => ({ where: condition });
  const paris = { equals: { field: 'geonameid', value: '2988507' } };

  test('equals on text is the whole value, on a number the number, on a date the period', async () => {
    expect(await names(where({ all: [{ equals: { field: 'name', value: 'Paris' } }, paris] }))).toEqual([
      'Paris',
    ]);
    expect(await names(where({ equals: { field: 'name', value: 'Pari' } }))).toEqual([]);
    expect(await names(where({ equals: { field: 'population', value: 2_138_551 } }))).toEqual(['Paris']);
    const year = await count(where({ equals: { field: 'modification_date', value: '2019' } }));
    const range = await count(
      where({ between: { field: 'modification_date', from: '2019-01-01', to: '2019-12-31' } }),
    );
    expect(year).toBeGreaterThan(1000);
    expect(year).toBe(range);
  });

  test('in, any, all, not combine', async () => {
    const countries = (values: string[]) => count(where({ in: { field: 'country_code', values } }));
    const [france, both] = [await countries(['FR']), await countries(['FR', 'BE'])];
    const belgium = await count(where({ equals: { field: 'country_code', value: 'BE' } }));
    expect(both).toBe(france + belgium);
    const rest = await count(where({ not: { in: { field: 'country_code', values: ['FR', 'BE'] } } }));
    expect(rest).toBe(49_729 - both);
    const none = await count(
      where({
        all: [
          { equals: { field: 'country_code', value: 'FR' } },
          { equals: { field: 'country_code', value: 'BE' } },
        ],
      }),
    );
    expect(none).toBe(0);
    const either = await count(
      where({
        any: [
          { equals: { field: 'country_code', value: 'FR' } },
          { equals: { field: 'country_code', value: 'BE' } },
        ],
      }),
    );
    expect(either).toBe(both);
  });

  test('comparisons split the whole in two', async () => {
    const operand = { field: 'population', value: 100_000 };
    const [less, atLeast] = [
      await count(where({ lessThan: operand })),
      await count(where({ atLeast: operand })),
    ];
    const [atMost, greater] = [
      await count(where({ atMost: operand })),
      await count(where({ greaterThan: operand })),
    ];
    expect(less + atLeast).toBe(49_729);
    expect(atMost + greater).toBe(49_729);
    expect(atMost).toBeGreaterThanOrEqual(less);
    const negative = await count(where({ lessThan: { field: 'dem', value: -5 } }));
    expect(negative).toBeGreaterThan(0);
  });

  test('isNull finds what has no value', async () => {
    const absent = await count(where({ isNull: 'dem' }));
    const present = await count(where({ not: { isNull: 'dem' } }));
    expect(absent + present).toBe(49_729);
    expect(await count(where({ isNull: 'name' }))).toBe(0);
  });

  test('startsWith minds case, search does not, exact is the whole', async () => {
    const started = await names(where({ startsWith: { field: 'name', text: 'Saint-Ét' } }));
    expect(started.length).toBeGreaterThan(0);
    expect(started.every((name) => String(name).startsWith('Saint-Ét'))).toBe(true);
    expect(await names(where({ startsWith: { field: 'name', text: 'saint-Ét' } }))).toEqual([]);
    const searched = await names(where({ search: { fields: ['name', 'asciiname'], text: 'SAINT etien' } }));
    expect(searched).toContain('Saint-Étienne');
    expect(await count(where({ search: { fields: ['*'], text: 'Lutetia' } }))).toBeGreaterThan(0);
    expect(await names(where({ all: [paris, { exact: { field: 'asciiname', text: 'Paris' } }] }))).toEqual([
      'Paris',
    ]);
  });

  test('startsWith finds each value of a field with several, as equals does', async () => {
    const countries = (condition: NonNullable<RecordFilter['where']>) =>
      count(where(condition), 'world-countries');
    const field = 'languages';
    const { data } = await graph.ask<{ dataset: { records: { nodes: { value: string }[] } } }, never>(
      '{ dataset(datasetId: "world-countries") { records(first: 1000) { nodes { value(field: "languages") } } } }',
    );
    const values = data?.dataset.records.nodes.map(({ value }) => (value ?? '').split(',')) ?? [];
    const [, second = ''] = values.find((one) => one.length > 1) ?? [];
    const having = (matches: (value: string) => boolean) => values.filter((one) => one.some(matches)).length;
    expect(await countries({ equals: { field, value: second } })).toBe(having((value) => value === second));
    expect(await countries({ startsWith: { field, text: second.slice(0, 2) } })).toBe(
      having((value) => value.startsWith(second.slice(0, 2))),
    );
  });

  test('no conditions at all are everything together, and nothing if one of them is enough', async () => {
    expect(await count(where({ all: [] }))).toBe(49_729);
    expect(await count(where({ any: [] }))).toBe(0);
    expect(await count(where({ in: { field: 'name', values: [] } }))).toBe(0);
    expect(await count(where({ not: { any: [] } }))).toBe(49_729);
    const { data } = await graph.ask<{ datasets: { totalCount: number } }, never>(
      '{ datasets(filter: { where: { any: [] } }) { totalCount } }',
    );
    expect(data?.datasets.totalCount).toBe(0);
  });

  test('near, within and geometryType test a geo field', async () => {
    const near = where({
      near: { field: 'geo_point_2d', latitude: 48.85341, longitude: 2.3488, meters: 100 },
    });
    expect(await names(near)).toEqual(['Paris']);
    const polygon = [
      { latitude: 50, longitude: 0 },
      { latitude: 50, longitude: 10 },
      { latitude: 40, longitude: 10 },
      { latitude: 40, longitude: 0 },
    ];
    const within = await count(where({ within: { field: 'geo_point_2d', polygon } }));
    expect(within).toBe(await count({ within: polygon }));
    expect(
      await count(where({ geometryType: { field: 'geo_shape', text: 'MultiPolygon' } }), 'world-countries'),
    ).toBeGreaterThan(10);
  });

  test('what cannot be is refused before a call is spent, with what would be right', async () => {
    graph.upstreamCalls();
    const cases: [RecordFilter, string, RegExp][] = [
      [where({ equals: { field: 'nope', value: 1 } }), 'filter.where.equals.field', /population/],
      [where({ equals: { field: 'population', value: 'many' } }), 'filter.where.equals.value', /number/],
      [
        where({ equals: { field: 'modification_date', value: '2019-02-30' } }),
        'filter.where.equals.value',
        /2017-04-12/,
      ],
      [where({ equals: { field: 'geo_point_2d', value: 1 } }), 'filter.where.equals.field', /near/],
      [where({ greaterThan: { field: 'name', value: 'a' } }), 'filter.where.greaterThan.field', /text/],
      [where({ equals: { field: 'geonameid', value: 2_988_507 } }), 'filter.where.equals.value', /"2988507"/],
      [
        where({ between: { field: 'population', from: 2, to: 1 } }),
        'filter.where.between',
        /ends before it begins/,
      ],
      [where({ any: [{ not: { isNull: 'nope' } }] }), 'filter.where.any[0].not.isNull', /no field/],
      [
        where({ startsWith: { field: 'population', text: '1' } }),
        'filter.where.startsWith.field',
        /text field/,
      ],
      [where({ search: { fields: ['nope'], text: 'x' } }), 'filter.where.search.fields[0]', /no field/],
      [
        where({ near: { field: 'name', latitude: 0, longitude: 0, meters: 1 } }),
        'filter.where.near.field',
        /geo_point_2d/,
      ],
      [
        where({ near: { field: 'geo_point_2d', latitude: 0, longitude: 0, meters: -1 } }),
        'filter.where.near.meters',
        /above 0/,
      ],
      [
        where({ within: { field: 'geo_point_2d', polygon: [{ latitude: 0, longitude: 0 }] } }),
        'filter.where.within.polygon',
        /3 points/,
      ],
      [
        where({ geometryType: { field: 'geo_point_2d', text: 'circle' } }),
        'filter.where.geometryType.text',
        /polygon/,
      ],
    ];
    for (const [filter, argument, message] of cases) {
      expect(await refusal(filter)).toEqual({ argument, message: expect.stringMatching(message), calls: 0 });
    }
  });

  test('exactly one test in a condition, says GraphQL itself', async () => {
    const { errors } = await graph.ask(
      '{ dataset(datasetId: "earthquakes") { records(filter: { where: { isNull: "mag", not: { isNull: "mag" } } }) { totalCount } } }',
    );
    expect(errors[0]?.message).toMatch(/exactly one|one of/i);
  });
});

describe('the rest of the filter', () => {
  test('search: words by their beginning, phrases exactly, nothing is an operator', async () => {
    expect(await names({ search: 'marseil' })).toContain('Marseille');
    expect(await count({ search: '"saint etienne"' })).toBeGreaterThan(0);
    expect(await count({ search: 'Paris NOT' })).toBe(await count({ search: 'not paris' }));
    expect(await count({ search: 'country_code:FR' })).toBe(await count({ search: 'country_code fr' }));
    expect(await count({ search: '' })).toBe(49_729);
  });

  test('q is combined with the rest, and cannot break out of it', async () => {
    const where = { equals: { field: 'country_code', value: 'FR' } };
    expect(await count({ where, q: 'name:paris OR name:lyon' })).toBe(
      (await count({ where: { all: [where, { search: { fields: ['name'], text: 'paris' } }] } })) +
        (await count({ where: { all: [where, { search: { fields: ['name'], text: 'lyon' } }] } })),
    );
    const outbreak = await graph.ask(Names, {
      datasetId: CITIES,
      filter: { where, q: 'x) OR (y' },
      field: 'name',
    });
    expect(outbreak.errors[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  test('refine and exclude by text, hierarchy and date', async () => {
    const refine = (facet: string, ...values: string[]): RecordFilter => ({ refine: [{ facet, values }] });
    expect(await count(refine('country_code', 'FR'))).toBe(
      await count({ where: { equals: { field: 'country_code', value: 'FR' } } }),
    );
    expect(await count(refine('timezone', 'Europe/Paris'))).toBeLessThan(
      await count(refine('timezone', 'Europe')),
    );
    expect(await count(refine('modification_date', '2019/05'))).toBe(
      await count({ where: { equals: { field: 'modification_date', value: '2019-05' } } }),
    );
    const either = await count({
      refine: [{ facet: 'country_code', values: ['FR', 'BE'], disjunctive: true }],
    });
    expect(either).toBe(await count({ where: { in: { field: 'country_code', values: ['FR', 'BE'] } } }));
    const excluded = await count({ exclude: [{ facet: 'country_code', values: ['FR'] }] });
    expect(excluded).toBe(49_729 - (await count(refine('country_code', 'FR'))));
    expect(await count({ refine: [{ facet: 'country_code', values: [] }] })).toBe(49_729);
  });

  test('near, within and withinBox', async () => {
    const near = await graph.ask(
      graphql(`
        query Near {
          dataset(datasetId: "geonames-cities-1000") {
            records(filter: { near: { latitude: 48.85341, longitude: 2.3488, meters: 5000 } }, first: 5) {
              totalCount
              edges { distance node { fields } }
            }
          }
        }
      `),
    );
    const distances = near.data?.dataset?.records?.edges.map(({ distance }) => distance ?? Number.NaN) ?? [];
    expect(distances[0]).toBeLessThan(1);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(near.data?.dataset?.records?.edges[0]?.node.fields).not.toHaveProperty('dist');
    const box: RecordFilter = {
      withinBox: {
        southWest: { latitude: 48.8, longitude: 2.3 },
        northEast: { latitude: 48.9, longitude: 2.4 },
      },
    };
    expect(await names(box)).toContain('Paris');
  });

  test('a polygon may cross the 180th meridian', async () => {
    // Around Fiji: both its sides have cities.
    const [south, north, west, east] = [-22, -12, 175, -175];
    const box: RecordFilter = {
      withinBox: {
        southWest: { latitude: south, longitude: west },
        northEast: { latitude: north, longitude: east },
      },
    };
    const corners = [
      { latitude: south, longitude: west },
      { latitude: north, longitude: west },
      { latitude: north, longitude: east },
      { latitude: south, longitude: east },
    ];
    const expected = await count(box);
    expect(expected).toBeGreaterThan(5);
    for (const within of [corners, corners.toReversed(), [...corners, ...corners.slice(0, 1)]]) {
      expect(await count({ within })).toBe(expected);
      expect(await count({ where: { within: { field: 'geo_point_2d', polygon: within } } })).toBe(expected);
      expect(await count({ where: { not: { within: { field: 'geo_point_2d', polygon: within } } } })).toBe(
        49_729 - expected,
      );
    }
    graph.upstreamCalls();
    const around = [-170, -60, 60, 170].map((longitude) => ({ latitude: 60, longitude }));
    expect(await refusal({ within: around })).toMatchObject({ argument: 'filter.within', calls: 0 });
    expect((await refusal({ within: around })).message).toContain('pole');
  });

  test('what the dataset does not have is refused with what it has', async () => {
    graph.upstreamCalls();
    const refine = (facet: string): RecordFilter => ({ refine: [{ facet, values: ['x'] }] });
    expect(await refusal(refine('nope'))).toMatchObject({ argument: 'filter.refine[0].facet', calls: 0 });
    // Of two values of one text, no record has both.
    const both = { facet: 'country_code', values: ['FR', 'FR', 'BE'] };
    expect(await refusal({ refine: [both] })).toMatchObject({
      argument: 'filter.refine[0].values',
      message: expect.stringContaining('disjunctive: true'),
      calls: 0,
    });
    expect((await refusal(refine('geo_point_2d'))).message).toContain('country_code');
    expect(await refusal({ exclude: [{ facet: 'nope', values: ['x'] }] })).toMatchObject({
      argument: 'filter.exclude[0].facet',
    });
    expect(await refusal({ near: { latitude: 0, longitude: 0, meters: 0 } })).toMatchObject({
      argument: 'filter.near.meters',
    });
    expect(await refusal({ within: [] })).toMatchObject({ argument: 'filter.within' });
    const upsideDown = { southWest: { latitude: 2, longitude: 0 }, northEast: { latitude: 1, longitude: 1 } };
    expect(await refusal({ withinBox: upsideDown })).toMatchObject({ argument: 'filter.withinBox' });
    const noGeo = await graph.ask(
      '{ dataset(datasetId: "country-flags") { records(filter: { near: { latitude: 0, longitude: 0, meters: 1 } }) { totalCount } } }',
    );
    expect(noGeo.errors[0]?.extensions?.argument).toBe('filter.near');
    const far = await graph.ask(Names, {
      datasetId: CITIES,
      filter: { near: { latitude: 91, longitude: 0, meters: 1 } },
      field: 'name',
    });
    expect(far.errors[0]?.message).toMatch(/latitude/i);
  });
});

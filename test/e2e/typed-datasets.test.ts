/** Datasets with types of their own, over real HTTP and the embedded portal; calls are counted at its door. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Answer, type Graph, startGraph } from '../support/graph.ts';
import { TYPES } from '../support/types.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, whose values the tests compare.
type Data = any;

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { datasetTypes: TYPES });
});
afterAll(() => graph.close());

const ask = (query: string, variables?: Record<string, unknown>): Promise<Answer<Data>> =>
  graph.ask<Data, Record<string, unknown>>(query, variables);

/** Data of an operation without errors, and the calls that it took, which the estimate has foreseen. */
async function answerOf(query: string, variables?: Record<string, unknown>) {
  graph.upstreamCalls();
  const { data, errors, extensions } = await ask(query, variables);
  expect(errors).toEqual([]);
  const calls = graph.upstreamCalls();
  expect(extensions.upstream.estimated).toBeGreaterThanOrEqual(calls.length);
  return { data, calls, estimated: extensions.upstream.estimated };
}

const PARIS = '{ name: { equals: "Paris" }, countryCode: { equals: "FR" } }';

describe('questions over several datasets', () => {
  test('countries with their flags and largest cities: two calls, and one for each country', async () => {
    const { data, calls } = await answerOf(
      '{ countries(first: 20, orderBy: [{ field: NAME }]) { nodes { name flag { url } cities(first: 3, orderBy: [{ field: POPULATION, direction: DESC }]) { totalCount nodes { name population location { latitude longitude } } } } } }',
    );
    // One of them has no code: nothing is asked for it.
    expect(calls).toHaveLength(21);
    expect(data.countries.nodes.filter(({ cities }: Data) => cities === null)).toHaveLength(1);
    const algeria = data.countries.nodes.find(({ name }: Data) => name === 'Algeria');
    expect(algeria.flag.url).toContain('/media/country-flags/files/');
    expect(algeria.cities.totalCount).toBe(259);
    expect(algeria.cities.nodes.map(({ name }: Data) => name)).toEqual(['Algiers', 'Boumerdas', 'Oran']);
    expect(algeria.cities.nodes[0]).toEqual({
      name: 'Algiers',
      population: 1_977_663,
      location: { latitude: 36.73225, longitude: 3.08746 },
    });
  });

  test('the ten countries with most cities over a million, with their flags: three calls', async () => {
    const { data, calls } = await answerOf(
      '{ cities(filter: { population: { atLeast: 1000000 } }) { groups(by: [{ field: COUNTRY_CODE }], orderBy: { count: true, direction: DESC }, first: 10) { key { countryCode } count country { name flag { url } } } } }',
    );
    expect(calls).toHaveLength(3);
    expect(data.cities.groups).toHaveLength(10);
    expect(data.cities.groups[0]).toMatchObject({
      key: { countryCode: 'CN' },
      count: 66,
      country: { name: 'China', flag: { url: expect.stringContaining('/media/') } },
    });
  });

  test('groups by two fields, one of them a date, with the country of each: two calls, and one for the flags', async () => {
    const { data, calls } = await answerOf(
      `{ cities(filter: { population: { atLeast: 5000 } }) {
           totalCount
           aggregate { count avg { population } max { population } }
           groups(by: [{ field: COUNTRY_CODE }, { field: MODIFICATION_DATE, precision: YEAR }], orderBy: { avg: POPULATION, direction: DESC }, having: { count: { atLeast: 10 } }, first: 20) {
             key { countryCode modificationDate } count avg { population } country { name flag { url } }
           }
         } }`,
    );
    expect(calls).toHaveLength(5);
    const { groups } = data.cities;
    expect(groups).toHaveLength(20);
    const means = groups.map(({ avg }: Data) => avg.population);
    expect(means).toEqual(means.toSorted((a: number, b: number) => b - a));
    for (const { key, count, country } of groups) {
      expect(key.modificationDate).toMatch(/^\d{4}$/);
      expect(count).toBeGreaterThanOrEqual(10);
      expect(country.name).toEqual(expect.any(String));
    }
  });

  test('a filter that is built piece by piece may have a field without a test', async () => {
    const { data } = await answerOf(
      '{ all: cities { totalCount } empty: cities(filter: { population: {}, name: { equals: null } }) { totalCount } }',
    );
    expect(data.empty).toEqual(data.all);
  });

  test('area by continent is one call', async () => {
    const { data, calls } = await answerOf(
      '{ countries { groups(by: [{ field: CONTINENT }], orderBy: { sum: AREA, direction: DESC }, having: { count: { atLeast: 50 } }) { key { continent } count sum { area } } } }',
    );
    expect(calls).toHaveLength(1);
    expect(data.countries.groups).toEqual([
      { key: { continent: 'Asia' }, count: 51, sum: { area: expect.closeTo(48_015_402, -2) } },
      { key: { continent: 'Africa' }, count: 56, sum: { area: expect.closeTo(29_820_077, -2) } },
      { key: { continent: 'Europe' }, count: 50, sum: { area: expect.closeTo(5_979_671, -2) } },
    ]);
  });

  test('inhabitants of cities by continent are one operation: one analysis, and a call for each hundred countries', async () => {
    const { data, calls } = await answerOf(
      '{ cities { groups(by: [{ field: COUNTRY_CODE }], first: 300) { sum { population } country { continent } } } }',
    );
    expect(calls).toHaveLength(4);
    const byContinent = new Map<string, number>();
    for (const { sum, country } of data.cities.groups) {
      const continent = country?.continent ?? 'none';
      byContinent.set(continent, (byContinent.get(continent) ?? 0) + sum.population);
    }
    expect([...byContinent].toSorted(([, a], [, b]) => b - a)[0]?.[0]).toBe('Asia');
    expect([...byContinent.keys()]).toEqual(expect.arrayContaining(['Africa', 'Europe', 'Oceania']));
  });

  test('the numbers of cities of a page of countries are one analysis', async () => {
    const { data, calls, estimated } = await answerOf(
      '{ countries(first: 60, orderBy: [{ field: NAME }]) { nodes { name cities(filter: { population: { greaterThan: 100000 } }) { totalCount } } } }',
    );
    expect(calls.map(({ path }) => path)).toEqual(['/api/records/1.0/search/', '/api/records/1.0/analyze/']);
    expect(estimated).toBe(2);
    const counts = new Map(data.countries.nodes.map(({ name, cities }: Data) => [name, cities?.totalCount]));
    expect(counts.get('Algeria')).toBe(41);
    expect(counts.get('Andorra')).toBe(0);
  });

  test('the countries of a hundred cities are one call', async () => {
    const { data, calls, estimated } = await answerOf(
      '{ cities(first: 100, orderBy: [{ field: POPULATION, direction: DESC }]) { nodes { name country { name } } } }',
    );
    expect(calls).toHaveLength(2);
    expect(estimated).toBe(2);
    expect(data.cities.nodes[0]).toEqual({ name: 'Shanghai', country: { name: 'China' } });
  });

  test('a relation that the keys of groups do not lead to is refused once', async () => {
    const { data, errors } = await ask(
      '{ cities { groups(by: [{ field: POPULATION }]) { count country { name } } } }',
    );
    expect(data).toEqual({ cities: { groups: null } });
    expect(errors.map(({ message }) => message)).toEqual([
      'by: must have COUNTRY_CODE, since country is read of the groups.',
    ]);
  });
});

describe('a typed record', () => {
  test('has its values in their types, and those that are not there', async () => {
    const { data, calls } = await answerOf(
      `{ cities(filter: ${PARIS}) { nodes { geonameId alternateNames modificationDate mayor population } }
         countries(filter: { iso2: { equals: "BE" } }) { nodes { isoNumeric languages area outline details } } }`,
    );
    expect(calls).toHaveLength(2);
    expect(data.cities.nodes[0]).toEqual({
      geonameId: '2988507',
      alternateNames: expect.arrayContaining(['Parijs', 'París']),
      modificationDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      mayor: null,
      population: 2_138_551,
    });
    expect(data.countries.nodes[0]).toMatchObject({
      isoNumeric: 56,
      languages: ['Dutch', 'French', 'German'],
      area: expect.any(Number),
      outline: { type: expect.stringMatching(/Polygon$/) },
      details: { continents: ['Europe'] },
    });
  });

  test('asks the portal for the fields of the selection, and no others', async () => {
    const { calls } = await answerOf(
      `{ cities(filter: ${PARIS}) { nodes { name record { value(field: "dem") } } } }`,
    );
    expect(calls.map(({ parameters }) => parameters.get('fields')?.split(',').sort())).toEqual([
      ['dem', 'name'],
    ]);
  });

  test('has the id of its record, by which node finds it in either type', async () => {
    const { data } = await answerOf(
      `{ cities(filter: ${PARIS}) { nodes { id recordId record { id recordId } } } }`,
    );
    const [{ id, recordId, record }] = data.cities.nodes;
    expect(record).toEqual({ id, recordId });
    const typed = await answerOf(
      'query ($id: ID!) { node(id: $id) { __typename id ... on City { name country { name } } } }',
      { id },
    );
    expect(typed.data.node).toEqual({ __typename: 'City', id, name: 'Paris', country: { name: 'France' } });
    const untyped = await answerOf(
      'query ($id: ID!) { node(id: $id) { __typename id ... on Record { value(field: "name") } } }',
      { id },
    );
    expect(untyped.data.node).toEqual({ __typename: 'Record', id, value: 'Paris' });
    const alone = await answerOf('query ($id: ID!) { city(recordId: $id) { name } }', { id: recordId });
    expect(alone.data.city).toEqual({ name: 'Paris' });
  });

  test('is an entity by its recordId', async () => {
    const { data } = await answerOf(`{ cities(filter: ${PARIS}) { nodes { recordId } } }`);
    const [{ recordId }] = data.cities.nodes;
    const { data: found, errors } = await ask(
      'query ($of: [_Any!]!) { _entities(representations: $of) { __typename ... on City { name country { iso2 } } } }',
      { of: [{ __typename: 'City', recordId }, { __typename: 'City' }] },
    );
    expect(found._entities).toEqual([{ __typename: 'City', name: 'Paris', country: { iso2: 'FR' } }, null]);
    expect(errors.map(({ message }) => message)).toEqual([
      'representations[1]: A City is known by recordId, as text that is not empty.',
    ]);
  });

  test('unknown ids are null', async () => {
    const { data } = await answerOf('{ city(recordId: "nobody") { name } }');
    expect(data.city).toBeNull();
  });
});

describe('a typed connection', () => {
  test('gives its filter to all that inherits it: a page, an analysis, groups, and a call for a last date', async () => {
    const { data, calls } = await answerOf(
      `{ cities(first: 1, filter: { countryCode: { in: ["FR", "BE"] }, population: { atLeast: 100000 } }) {
           totalCount
           aggregate { count avg { population } max { population modificationDate } }
           facets { countryCode(first: 1) { value count } }
           groups(by: [{ field: COUNTRY_CODE }]) { key { countryCode modificationDate } count min { population } }
         } }`,
    );
    expect(calls).toHaveLength(4);
    const { totalCount, aggregate, facets, groups } = data.cities;
    expect(aggregate.count).toBe(totalCount);
    expect(aggregate.max).toEqual({
      population: 2_138_551,
      modificationDate: expect.stringMatching(/^20\d\d-/),
    });
    expect(groups.map(({ key }: Data) => key)).toEqual([
      { countryCode: 'BE', modificationDate: null },
      { countryCode: 'FR', modificationDate: null },
    ]);
    expect(groups[0].count + groups[1].count).toBe(totalCount);
    expect(facets.countryCode).toEqual([{ value: 'FR', count: groups[1].count }]);
    expect(groups[0].min.population).toBeGreaterThanOrEqual(100_000);
  });

  test('aggregates alone are one call, their count included', async () => {
    const { data, calls, estimated } = await answerOf(
      '{ cities(filter: { countryCode: { equals: "FR" } }) { aggregate { count sum { population } } } }',
    );
    expect(calls).toHaveLength(1);
    expect(estimated).toBe(1);
    expect(data.cities.aggregate.count).toBeGreaterThan(5000);
  });

  test('the first 0 of groups are none, and fewer are refused', async () => {
    const { data } = await answerOf(
      '{ countries { groups(by: [{ field: CONTINENT }], first: 0) { count } } }',
    );
    expect(data.countries.groups).toEqual([]);
    const { errors } = await ask('{ countries { groups(by: [{ field: CONTINENT }], first: -1) { count } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } }]);
  });

  test('dates of groups are as precise as they are grouped', async () => {
    const { data } = await answerOf(
      '{ cities { groups(by: [{ field: MODIFICATION_DATE, precision: MONTH }], first: 2) { key { modificationDate } count } } }',
    );
    for (const { key } of data.cities.groups) expect(key.modificationDate).toMatch(/^\d{4}-\d\d$/);
  });

  test('first and last dates of groups are a call for each field', async () => {
    const { data, calls, estimated } = await answerOf(
      '{ cities(filter: { countryCode: { in: ["FR", "BE"] } }) { groups(by: [{ field: COUNTRY_CODE }]) { count min { modificationDate } max { modificationDate } } } }',
    );
    expect(calls).toHaveLength(2);
    expect(estimated).toBe(2);
    for (const { min, max } of data.cities.groups) {
      expect(min.modificationDate).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(min.modificationDate < max.modificationDate).toBe(true);
    }
  });

  test('pages forward by its cursors', async () => {
    const query =
      'query ($after: String) { countries(first: 2, after: $after, orderBy: [{ field: NAME }]) { edges { node { name } } pageInfo { endCursor hasNextPage } } }';
    const first = await answerOf(query);
    const second = await answerOf(query, { after: first.data.countries.pageInfo.endCursor });
    const names = [first, second].flatMap(({ data }) =>
      data.countries.edges.map(({ node }: Data) => node.name),
    );
    expect(names).toEqual(['Afghanistan', 'Albania', 'Algeria', 'American Samoa']);
  });

  test('finds what is near, with the distance', async () => {
    const { data } = await answerOf(
      '{ cities(first: 1, filter: { near: { latitude: 48.8566, longitude: 2.3522, meters: 5000 } }) { edges { distance node { name } } } }',
    );
    expect(data.cities.edges[0].node.name).toBe('Paris');
    expect(data.cities.edges[0].distance).toBeLessThan(1000);
  });

  test('finds what is in a box or a polygon by the one place that the type names first, wherever it is said', async () => {
    const box =
      '{ southWest: { latitude: -28, longitude: 21 }, northEast: { latitude: -14, longitude: 34 } }';
    const polygon =
      '[{ latitude: -28, longitude: 21 }, { latitude: -14, longitude: 21 }, { latitude: -14, longitude: 34 }, { latitude: -28, longitude: 34 }]';
    const { data, calls } = await answerOf(
      `{ box: countries(filter: { withinBox: ${box} }) { totalCount }
         inner: countries(filter: { all: [{ withinBox: ${box} }] }) { totalCount }
         polygon: countries(filter: { within: ${polygon} }) { totalCount }
         byName: countries(filter: { location: { within: ${polygon} } }) { totalCount }
         near: countries(filter: { near: { latitude: -22, longitude: 24, meters: 9000 } }) { totalCount }
         nearest: countries(filter: { near: { latitude: -22, longitude: 24, meters: 400000 } }) { edges { distance node { name } } } }`,
    );
    // The outlines of more countries are there than those whose centre is.
    expect(data).toMatchObject({
      box: { totalCount: 3 },
      inner: { totalCount: 3 },
      polygon: { totalCount: 3 },
      byName: { totalCount: 3 },
      near: { totalCount: 0 },
      nearest: { edges: [{ distance: expect.any(Number), node: { name: 'Botswana' } }] },
    });
    expect(calls.length).toBeLessThanOrEqual(5);
  });

  test('links to a file of what it finds', async () => {
    const { data } = await answerOf(
      `{ cities(filter: ${PARIS}) { export(format: CSV, fields: [NAME, POPULATION]) { url } } }`,
    );
    const file = await fetch(data.cities.export.url);
    expect((await file.text()).trim().split(/\r?\n/)).toEqual(['name,population', 'Paris,2138551']);
  });

  test.each([
    ['a date that is none', '{ modificationDate: { equals: "2017-13" } }', 'filter.modificationDate.equals'],
    ['a radius below 0', '{ near: { latitude: 0, longitude: 0, meters: -1 } }', 'filter.near.meters'],
    [
      'a polygon of two points',
      '{ any: [{ location: { within: [{ latitude: 0, longitude: 0 }] } }] }',
      'filter.any[0].location.within',
    ],
  ])('refuses %s by its own path', async (_, filter, argument) => {
    const { data, errors } = await ask(
      `{ cities(filter: ${filter}) { totalCount } countries { totalCount } }`,
    );
    expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT', argument }]);
    expect(data).toEqual({ cities: null, countries: { totalCount: expect.any(Number) } });
  });

  test.each([
    [
      'a field that the dataset does not have',
      '{ populatio: { greaterThan: 3 } }',
      'Did you mean "population"?',
    ],
    ['a number for a text', '{ name: { equals: 3 } }', 'A value of type "String" is expected'],
    [
      'an operator that the type does not have',
      '{ name: { greaterThan: "a" } }',
      'is not defined by type "TextFilter"',
    ],
    ['a field that is hidden', '{ dem: { greaterThan: 3 } }', 'is not defined by type "CityFilter"'],
  ])('does not let %s pass', async (_, filter, message) => {
    const { errors, status } = await ask(`{ cities(filter: ${filter}) { totalCount } }`);
    expect(errors.map((error) => error.message).join()).toContain(message);
    expect(status).toBe(200);
  });
});

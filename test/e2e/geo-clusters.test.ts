import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { graphql } from '../graphql/index.ts';
import { type Graph, startGraph } from '../support/graph.ts';

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'));
});
afterAll(() => graph.close());

const Clusters = graphql(`
  query Clusters(
    $datasetId: ID! = "doc-geonames-cities-5000"
    $zoom: Int! = 3
    $radius: Float! = 50
    $shapePrecision: Int
    $mode: ClusterMode
    $series: [SeriesInput!]
    $filter: RecordFilter
  ) {
    dataset(datasetId: $datasetId) {
      geoClusters(zoom: $zoom, radius: $radius, shapePrecision: $shapePrecision, mode: $mode, series: $series, filter: $filter) {
        clusters { center { latitude longitude } count shape }
        count { min max }
        zoom
        seriesRanges { series range { min max } }
      }
    }
  }
`);

test('the documentation’s cluster of five, with its mean population', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query Kamchatka {
        dataset(datasetId: "doc-geonames-cities-5000") {
          geoClusters(zoom: 3, radius: 50, series: [{ name: "mean", function: AVG, expression: "population" }]) {
            clusters { center { latitude longitude } count shape mean: value(series: "mean") }
            count { min max }
            seriesRanges { series range { min max } }
          }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  const clustering = data?.dataset?.geoClusters;
  const five = clustering?.clusters.find(({ mean }) => Math.abs(Number(mean) - 54_285.8) < 1e-6);
  expect(five?.count).toBe(5);
  expect(five?.center.latitude).toBeCloseTo(54.0362, 3);
  expect(five?.center.longitude).toBeCloseTo(158.9806, 3);
  expect(five?.shape).toMatchObject({ type: 'Polygon' });
  const counts = clustering?.clusters.map(({ count }) => count) ?? [];
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(49_729);
  expect(clustering?.count).toEqual({ min: Math.min(...counts), max: Math.max(...counts) });
  expect(clustering?.seriesRanges).toEqual([
    { series: 'mean', range: { min: expect.any(Number), max: expect.any(Number) } },
  ]);
});

test('a heatmap has no shapes, and a filter leaves out', async () => {
  const { data } = await graph.ask(Clusters, {
    mode: 'HEATMAP',
    filter: { where: { equals: { field: 'country_code', value: 'FR' } } },
  });
  const clusters = data?.dataset?.geoClusters?.clusters ?? [];
  expect(clusters.length).toBeGreaterThan(0);
  expect(clusters.every(({ shape }) => shape === null)).toBe(true);
  const all = await graph.ask(Clusters, { shapePrecision: 2 });
  expect(all.data?.dataset?.geoClusters?.clusters.length).toBeGreaterThan(clusters.length);
  expect(all.data?.dataset?.geoClusters?.zoom).toBe(3);
});

test('clusterings of one view are one call, however many series', async () => {
  graph.upstreamCalls();
  const { data, errors } = await graph.ask(
    graphql(`
      query ThreeSeries {
        dataset(datasetId: "earthquakes") {
          a: geoClusters(zoom: 2, radius: 60, series: [{ name: "s", function: MAX, expression: "mag" }]) { clusters { value(series: "s") } }
          b: geoClusters(zoom: 2, radius: 60, series: [{ name: "s", function: MIN, expression: "mag" }]) { clusters { value(series: "s") } }
          c: geoClusters(zoom: 2, radius: 60) { count { max } }
        }
      }
    `),
  );
  expect(errors).toEqual([]);
  expect(graph.upstreamCalls().filter(({ path }) => path.includes('geocluster'))).toHaveLength(1);
  const [a, b] = [data?.dataset?.a?.clusters ?? [], data?.dataset?.b?.clusters ?? []];
  expect(a.length).toBeGreaterThan(0);
  for (const [index, { value }] of a.entries())
    expect(Number(value)).toBeGreaterThanOrEqual(Number(b[index]?.value));
});

test.each([
  [{ zoom: -1 }, 'zoom', /0 to 29/],
  [{ radius: 0 }, 'radius', /above 0/],
  [{ zoom: 20, shapePrecision: 10 }, 'shapePrecision', /9/],
  [{ datasetId: 'country-flags' }, 'zoom', /no geo field/],
  [{ filter: { refine: [{ facet: 'nope', values: ['x'] }] } }, 'filter.refine[0].facet', /no field/],
])('what cannot be is refused before a call is spent: %j', async (wrong, argument, message) => {
  graph.upstreamCalls();
  const { errors } = await graph.ask(Clusters, wrong);
  expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  expect(errors[0]?.message).toMatch(message);
  expect(graph.upstreamCalls().some(({ path }) => path.includes('geocluster'))).toBe(false);
});

test('the bounding box is the extent of what matches, null where nothing has a place', async () => {
  const { data, errors } = await graph.ask(
    graphql(`
      query Boxes($none: RecordFilter, $city: RecordFilter) {
        dataset(datasetId: "doc-geonames-cities-5000") {
          all: boundingBox { southWest { latitude longitude } northEast { latitude longitude } }
          one: boundingBox(filter: $city) { southWest { latitude longitude } northEast { latitude longitude } }
          none: boundingBox(filter: $none) { southWest { latitude } }
        }
        flags: dataset(datasetId: "country-flags") { boundingBox { southWest { latitude } } }
      }
    `),
    {
      none: { where: { equals: { field: 'name', value: 'no such place' } } },
      city: { where: { equals: { field: 'geonameid', value: '2988507' } } },
    },
  );
  expect(errors).toEqual([]);
  const paris = { latitude: 48.85341, longitude: 2.3488 };
  expect(data?.dataset?.one).toEqual({ southWest: paris, northEast: paris });
  expect(data?.dataset?.none).toBeNull();
  expect(data?.flags?.boundingBox).toBeNull();
  expect(data?.dataset?.all?.southWest.latitude).toBeLessThan(-50);
  expect(data?.dataset?.all?.northEast.latitude).toBeGreaterThan(70);
});

test('the extent in the metadata is the bounding box of all records, for no call', async () => {
  graph.upstreamCalls();
  const { data, extensions } = await graph.ask<Record<string, { extent: unknown }>, never>(
    `{
      cities: dataset(datasetId: "doc-geonames-cities-5000") { extent { southWest { latitude longitude } northEast { latitude longitude } } }
      flags: dataset(datasetId: "country-flags") { extent { southWest { latitude } } }
    }`,
  );
  expect(graph.upstreamCalls().every(({ path }) => path.includes('/datasets/'))).toBe(true);
  expect(extensions.upstream.calls).toBeLessThan(3);
  const box = await graph.ask<Record<string, { boundingBox: unknown }>, never>(
    '{ cities: dataset(datasetId: "doc-geonames-cities-5000") { boundingBox { southWest { latitude longitude } northEast { latitude longitude } } } }',
  );
  expect(data?.cities?.extent).toEqual(box.data?.cities?.boundingBox);
  expect(data?.flags?.extent).toBeNull();
});

/** One failure stays where it is, also of typed datasets: what is beside a field that fails is answered all the same. */
import { isNonNullType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { typedSchema } from '../../src/schema/schema.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { TYPES } from '../support/types.ts';
import { recordUpstream, type Upstream, type UpstreamCall } from '../support/upstream.ts';

let graph: Graph;
let door: Upstream;
/** The calls that the portal refuses. */
let refuse = (_call: UpstreamCall): boolean => false;
beforeAll(async () => {
  door = await recordUpstream(inject('portalUrl'), (call) => (refuse(call) ? 503 : null));
  graph = await startGraph(door.url, { odsRetries: 0, odsBreakerFailures: 0, datasetTypes: TYPES });
});
afterAll(async () => {
  await graph.close();
  await door.close();
});
beforeEach(() => {
  refuse = () => false;
});

/** The rows of a page come with its search, and these two load nothing: the fields below them do. */
const LOADS_NOTHING = /Connection\.(nodes|edges|aggregate)$|\.record$/;

test('no field of a type that costs a call, or takes an argument, has to have a value', () => {
  const fields = Object.values(typedSchema(TYPES).getTypeMap()).flatMap((type) =>
    isObjectType(type) && /^(City|Country|Flag)/.test(type.name)
      ? Object.values(type.getFields()).map((field) => ({ field, name: `${type.name}.${field.name}` }))
      : [],
  );
  const failing = fields.filter(
    ({ field, name }) => (field.extensions.cost || field.args.length > 0) && !LOADS_NOTHING.test(name),
  );
  expect(failing.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'City.country',
      'Country.cities',
      'Country.flag',
      'CityConnection.groups',
      'CityConnection.export',
    ]),
  );
  expect(failing.filter(({ field }) => isNonNullType(field.type)).map(({ name }) => name)).toEqual([]);
});

const OPERATION = `{
  cities(first: 2, filter: { population: { atLeast: 5000000 } }) {
    totalCount
    nodes { name country { name flag { filename } } }
    facets { countryCode(first: 1) { value } }
    aggregate { count avg { population } max { modificationDate } }
    groups(by: [{ field: COUNTRY_CODE }], first: 1) { count country { name } }
    export { filename }
  }
  countries(first: 1, filter: { iso2: { equals: "FR" } }) { nodes { name cities(first: 1) { totalCount nodes { name } } } }
}`;

const isOf = (dataset: string) => (call: UpstreamCall) => call.parameters.get('dataset') === dataset;

test.each<[string, typeof refuse, string[]]>([
  [
    'analyses',
    ({ path }) => path.endsWith('/analyze/'),
    ['cities.aggregate.avg.population', 'cities.groups'],
  ],
  [
    'what cities belong to',
    (call) => isOf('world-countries')(call) && call.parameters.get('q')?.includes('FR') !== true,
    ['cities.nodes.0.country', 'cities.nodes.1.country', 'cities.groups.0.country'],
  ],
  ['flags', isOf('country-flags'), ['cities.nodes.0.country.flag', 'cities.nodes.1.country.flag']],
  [
    'the cities of a country',
    (call) => isOf('geonames-cities-1000')(call) && call.parameters.get('q')?.includes('FR') === true,
    ['countries.nodes.0.cities.totalCount', 'countries.nodes.0.cities.nodes'],
  ],
])('if the portal fails at %s, only they are missing', async (_, refused, places) => {
  const whole = await graph.ask(OPERATION);
  expect(whole.errors).toEqual([]);
  refuse = refused;
  const { data, errors } = await graph.ask(OPERATION);
  expect(errors.map(({ path = [] }) => path.join('.')).sort()).toEqual(places.toSorted());
  expect(data).toEqual(places.map((place) => place.split('.')).reduce(nulledAt, whole.data));
});

/** The same data with null at a place, or at what cannot be there without it. */
function nulledAt(data: unknown, [step, ...rest]: string[]): unknown {
  if (step === undefined) return null;
  if (Array.isArray(data))
    return data.map((item, index) => (String(index) === step ? nulledAt(item, rest) : item));
  // A page has its rows, or is none.
  if (rest.length === 0 && step === 'nodes') return null;
  return Object.fromEntries(
    Object.entries(Object(data)).map(([key, value]) => [key, key === step ? nulledAt(value, rest) : value]),
  );
}

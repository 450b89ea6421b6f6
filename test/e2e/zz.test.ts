import { validateSchema } from 'graphql';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { typedSchema } from '../../src/schema/schema.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { TYPES } from '../support/types.ts';
let graph: Graph;
beforeAll(async () => { graph = await startGraph(inject('portalUrl'), { datasetTypes: TYPES }); });
afterAll(() => graph.close());
test('valid', () => { expect(validateSchema(typedSchema(TYPES))).toEqual([]); });
const Q: string[] = [
 '{ countries(first: 20, orderBy: [{ field: NAME }]) { nodes { name flag { url } cities(first: 3, orderBy: [{ field: POPULATION, direction: DESC }]) { totalCount nodes { name population location { latitude longitude } } } } } }',
 '{ cities(filter: {population: {atLeast: 1000000}}) { groups(by: [{field: COUNTRY_CODE}], orderBy: {count: true, direction: DESC}, first: 10) { key { countryCode } count country { name flag { url } } } } }',
 '{ countries { groups(by: [{field: CONTINENT}], orderBy: {sum: AREA, direction: DESC}, having: {count: {atLeast: 10}}) { key { continent } count sum { area } } } }',
 '{ cities(first: 2, filter: {population: {atLeast: 5000}, any: [{countryCode: {equals: "FR"}}, {near: {latitude: 50, longitude: 4, meters: 50000}}]}) { totalCount aggregate { count avg { population } max { population modificationDate } } groups(by: [{field: MODIFICATION_DATE, precision: YEAR}], first: 3) { key { countryCode modificationDate } count max { modificationDate } } nodes { id recordId alternateNames modificationDate mayor country { name isoNumeric languages details } record { value(field: "dem") } } facets { countryCode(first: 2) { value count } } export(format: CSV, fields: [NAME]) { url } } }',
 '{ countries(first: 20) { nodes { name cities(filter: {population: {greaterThan: 100000}}) { totalCount } } } }',
 '{ cities(filter: {population: {greaterThan: 1}, modificationDate: {equals: "2017-13"}}) { totalCount } }',
 '{ cities(filter: {near: {latitude: 50, longitude: 4, meters: -1}}) { totalCount } }',
 '{ cities(filter: {search: "paris"} first: 1) { edges { distance node { name } } } }',
];
test.each(Q)('%s', async (query) => {
  graph.upstreamCalls();
  const answer = await graph.ask<Record<string, unknown>, never>(query);
  console.log(JSON.stringify(answer.data)?.slice(0, 1500), JSON.stringify(answer.errors), answer.extensions?.upstream, graph.upstreamCalls().map(({ path, parameters }: any) => `${path} ${decodeURIComponent(String(parameters))}`.slice(0, 200)));
});

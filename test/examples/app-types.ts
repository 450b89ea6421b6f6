/** Proof that the types of `examples/app` bite: `npm run typecheck` fails if one of these mistakes is none any more. */
import type { ApolloClient } from '@apollo/client';
import type { ResultOf, TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { GeoJSON } from 'geojson';
import * as app from '../../examples/app/src/graphql/graphql.ts';

/** It is never called. */
export async function mistakes(client: ApolloClient): Promise<unknown[]> {
  // What is asked with: of a type, each field has the tests of its type.
  // @ts-expect-error: earthquakes have no such field.
  const wrongField: app.EarthquakeFilter = { strength: { atLeast: 5 } };
  // @ts-expect-error: a magnitude is a number.
  const wrongType: app.EarthquakeFilter = { magnitude: { atLeast: '5' } };
  // @ts-expect-error: numbers do not start with anything.
  const wrongTest: app.EarthquakeFilter = { magnitude: { startsWith: 5 } };
  // @ts-expect-error: it is MAGNITUDE.
  const wrongOrder: app.EarthquakeOrder = { field: 'mag' };
  const wrongKey: app.RecordFilter = {
    // @ts-expect-error: there is no such test on a field.
    where: { field: { name: 'mag', over: 5 } },
  };
  const twoKeys: app.RecordFilter = {
    // @ts-expect-error: a condition has one key, and several are combined by `all`.
    where: { isNull: 'felt', search: { fields: ['place'], text: 'Alaska' } },
  };
  // @ts-expect-error: a latitude is a number.
  const text: app.RecordFilter = { near: { latitude: '48.8', longitude: 2.3, meters: 1000 } };
  // @ts-expect-error: it is ASC or DESC.
  const order: app.EarthquakeOrder = { field: 'MAGNITUDE', direction: 'DOWN' };
  // @ts-expect-error: clusters are those of a zoom.
  const noZoom = await client.query({ query: app.EarthquakeClustersDocument, variables: {} });
  const noRecords = await client.mutate({
    mutation: app.PushMeasurementDocument,
    // @ts-expect-error: what is pushed are records.
    variables: { input: { pushKey: 'a key' } },
  });
  // @ts-expect-error: sensors have no such field.
  const wrongName: app.SensorInput = { sensor_id: 'mine', temperature: 20 };
  // @ts-expect-error: a temperature is a number.
  const wrongValue: app.SensorInput = { sensorId: 'mine', temperature: '20' };

  // What is answered.
  const { data } = await client.query({ query: app.EarthquakesDocument });
  // @ts-expect-error: the portal may not have it.
  const missing = data?.earthquakes.totalCount;
  const records = data?.earthquakes;
  // @ts-expect-error: a count is a number.
  const total: string | undefined = records?.totalCount;
  // @ts-expect-error: nobody has asked for it.
  const unasked = records?.edges[0]?.node.recordId;
  const magnitude: number | null | undefined = records?.edges[0]?.node.magnitude;
  const sight = await client.query({ query: app.CitiesInSightDocument, variables: { box: null } });
  const [city] = sight.data?.cities?.nodes ?? [];
  const population: number | null | undefined = city?.population;
  // @ts-expect-error: the population of a city is a number.
  const asText: string | null | undefined = city?.population;
  // @ts-expect-error: so it has nothing of a text.
  const length: number | undefined = city?.population?.length;
  // @ts-expect-error: a city may have no country, and a country no name.
  const country: string | undefined = city?.country?.name;
  const asked = [wrongField, wrongType, wrongTest, wrongOrder, wrongKey, twoKeys, text, order, noZoom];
  const pushed = [noRecords, wrongName, wrongValue];
  return [asked, pushed, missing, total, unasked, magnitude, population, asText, length, country];
}

/** True if something in it is `any`. What GeoJSON has in its properties is its own affair. */
type HasAny<T> = 0 extends 1 & T
  ? true
  : T extends GeoJSON
    ? false
    : T extends object
      ? HasAny<T[keyof T & (T extends readonly unknown[] ? number : keyof T)]>
      : false;

type Answer<Document> = Document extends TypedDocumentNode<infer Result, never> ? Result : never;
type Answers = { [Name in keyof typeof app]: Answer<(typeof app)[Name]> };

export const hasNoAny: HasAny<Answers> extends false ? true : false = true;
export const wouldBeSeen: HasAny<{ list: { value: ReturnType<typeof JSON.parse> }[] }> extends false
  ? true
  : false = false;
export const areAll: ResultOf<typeof app.EarthquakesDocument> extends Answers['EarthquakesDocument']
  ? true
  : false = true;

/** The schema as a part of somebody's program: executed by graphql-js itself, without any server. */
import { graphql, parse, subscribe } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSchema, type ExecutableSchema, type SchemaOptions } from '../../src/index.ts';
import { type KeyedPortal, startKeyedPortal } from '../portals/keyed-portal.ts';

let portal: KeyedPortal;
const schemas: ExecutableSchema[] = [];
beforeEach(async () => {
  portal = await startKeyedPortal();
});
afterEach(async () => {
  for (const { close } of schemas.splice(0)) await close();
  await portal.close();
});

function create(options: Partial<SchemaOptions> = {}): ExecutableSchema {
  const schema = createSchema({ odsUrl: portal.url, logLevel: 'silent', ...options });
  schemas.push(schema);
  return schema;
}

const Text = '{ dataset(datasetId: "d") { records(first: 1) { nodes { value(field: "text") } } } }';

test('an operation is executed with a context of its own, as the server or as its caller', async () => {
  const { schema, contextFor } = create({ odsApikey: 'own' });
  const own = await graphql({ schema, source: Text, contextValue: contextFor() });
  expect(own).toEqual({ data: { dataset: { records: { nodes: [{ value: 'Apikey own 1' }] } } } });
  const request = new Request('http://localhost', { headers: { authorization: 'Bearer theirs' } });
  const theirs = await graphql({ schema, source: Text, contextValue: contextFor(request) });
  expect(theirs).toEqual({ data: { dataset: { records: { nodes: [{ value: 'Bearer theirs 1' }] } } } });
  expect(portal.received).toHaveLength(4);
  // Kept for whoever asks with the same credential.
  await graphql({ schema, source: Text, contextValue: contextFor() });
  expect(portal.received).toHaveLength(4);
});

test('one operation is as few calls as through the server, and no more than allowed', async () => {
  const { schema, contextFor } = create({ maxCallsPerOperation: 1 });
  const search = '{ a: datasets(first: 1) { nodes { title } } b: datasets { totalCount } }';
  expect((await graphql({ schema, source: search, contextValue: contextFor() })).errors).toBeUndefined();
  expect(portal.received).toHaveLength(1);
  const { errors } = await graphql({ schema, source: Text, contextValue: contextFor() });
  expect(errors?.[0]?.extensions).toEqual({ code: 'OPERATION_TOO_EXPENSIVE' });
});

test('errors have their code and the argument at fault', async () => {
  const { schema, contextFor } = create();
  const source = '{ dataset(datasetId: "d") { records { nodes { value(field: "txt") } } } }';
  const { errors } = await graphql({ schema, source, contextValue: contextFor() });
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'field' });
});

test('a subscription runs, and ends with the schema', async () => {
  const { schema, contextFor, close } = create();
  const document = parse('subscription { recordsPushed(datasetId: "d") { at } }');
  const events = await subscribe({ schema, document, contextValue: contextFor() });
  if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events));
  const iterator = events[Symbol.asyncIterator]();
  const next = iterator.next();
  await close();
  const { value } = await next;
  expect(value).toMatchObject({ errors: [{ extensions: { code: 'SERVER_STOPPING' } }] });
  expect(await iterator.next()).toEqual({ done: true, value: undefined });
});

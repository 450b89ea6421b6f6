/** Operations that are small to send and large to answer, or that no parser likes. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { besiege, codesOf } from '../support/hostile.ts';
import { type Reply, send } from '../support/send.ts';

const siege = besiege();

const times = (count: number, part: (index: number) => string, between = ' ') =>
  Array.from({ length: count }, (_, index) => part(index)).join(between);
const nested = (depth: number, open: string, middle: string, close: string) =>
  open.repeat(depth) + middle + close.repeat(depth);

const CITIES = 'dataset(datasetId: "doc-geonames-cities-5000")';
const KB = 1024;
const MB = 1024 * KB;

/** Sends each of these operations in turn. */
function ask(...operations: object[]): Promise<Reply[]> {
  return siege.attack(async ({ url }) => {
    const replies: Reply[] = [];
    for (const json of operations) replies.push(await send(`${url}/graphql`, { json }));
    return replies;
  });
}

/** A refusal that a client can act on: a code of these and a sentence, in an answer of a few kilobytes. */
function expectRefused(reply: Reply | undefined, ...codes: string[]): void {
  const { answer, bytes = 0 } = reply ?? { answer: {} };
  expect(codes).toContain(answer.errors?.[0]?.extensions?.code);
  expect(answer.errors?.map(({ message }) => message.length > 0 && message.length < 1000)).not.toContain(
    false,
  );
  expect(bytes).toBeLessThan(100 * KB);
}

describe('an operation that would have a huge answer is refused', () => {
  test.each<[string, string, string[]]>([
    [
      'two nested pages of 10,000 records',
      `{ ${CITIES} { records(first: 10000) { nodes { dataset { records(first: 10000) { nodes { recordId } } } } } } }`,
      ['OPERATION_TOO_EXPENSIVE'],
    ],
    [
      'three nested pages of 1,000 records, in fragments',
      `{ ${CITIES} { ...A } } fragment A on Dataset { records(first: 1000) { nodes { dataset { ...B } } } }
       fragment B on Dataset { records(first: 1000) { nodes { dataset { ...C } } } }
       fragment C on Dataset { records(first: 1000) { nodes { id } } }`,
      ['OPERATION_TOO_EXPENSIVE'],
    ],
    [
      'sixty times all fields of 10,000 records',
      `{ ${CITIES} { records(first: 10000) { nodes { ${times(60, (n) => `f${n}: fields`)} } } } }`,
      ['OPERATION_TOO_EXPENSIVE', 'ANSWER_TOO_LARGE'],
    ],
    [
      'two hundred times the schema of a dataset for each of 1,000 records',
      `{ ${CITIES} { records(first: 1000) { nodes { ${times(199, (n) => `d${n}: dataset { description fields { name label } }`)} } } } }`,
      ['OPERATION_TOO_EXPENSIVE', 'ANSWER_TOO_LARGE'],
    ],
    [
      'a thousand times the schema of the graph',
      `{ ${times(1000, (n) => `s${n}: __schema { types { name fields { name description args { name } } } }`)} }`,
      ['OPERATION_TOO_LARGE'],
    ],
    [
      'a hundred times the schema of the graph, with all that it leads to',
      `{ ${times(100, (n) => `s${n}: __schema { types { name fields { name type { fields { name type { fields { name } } } } } } }`)} }`,
      ['OPERATION_TOO_EXPENSIVE', 'OPERATION_TOO_LARGE', 'ANSWER_TOO_LARGE'],
    ],
    [
      'a type that leads to itself eight times',
      `{ __schema { types { ${nested(8, 'fields { type { ', 'name', ' } }')} } } }`,
      ['GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_LARGE'],
    ],
  ])('%s', async (_, query, codes) => {
    const [reply] = await ask({ query });
    expectRefused(reply, ...codes);
  });

  test('one id a hundred thousand times', async () => {
    const query = 'query($ids: [ID!]!) { datasetsById(datasetIds: $ids) { datasetId } }';
    const [reply] = await ask({ query, variables: { ids: Array(100_000).fill('world-countries') } });
    expectRefused(reply, 'BAD_USER_INPUT', 'OPERATION_TOO_EXPENSIVE');
  });

  test('a hundred thousand ids, each another', async () => {
    const query = 'query($ids: [ID!]!) { datasetsById(datasetIds: $ids) { datasetId } }';
    const [reply] = await ask({
      query,
      variables: { ids: Array.from({ length: 100_000 }, (_, n) => `d${n}`) },
    });
    expectRefused(reply, 'BAD_USER_INPUT', 'OPERATION_TOO_EXPENSIVE');
  });

  test('one node a hundred thousand times', async () => {
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = Array(100_000).fill(Buffer.from('Dataset:world-countries').toString('base64url'));
    const [reply] = await ask({ query, variables: { ids } });
    expectRefused(reply, 'BAD_USER_INPUT', 'OPERATION_TOO_EXPENSIVE');
  });
});

describe('a document is bounded', () => {
  test('twenty-six documents of 830 KB, each another, are forgotten', async () => {
    // As large as a document may be with few tokens: a comment, a text, a name.
    const padding = 'x'.repeat(830 * KB);
    const replies = await ask(
      ...Array.from({ length: 26 }, (_, n) => ({ query: `{ __typename } # ${n} ${padding}` })),
    );
    expect(replies.map(({ answer }) => answer.data)).toEqual(Array(26).fill({ __typename: 'Query' }));
  });

  test('ten documents of 40,000 fields, each another', async () => {
    const replies = await ask(
      ...Array.from({ length: 10 }, (_, n) => ({
        query: `query Q${n} { ${times(40_000, (field) => `field${field}_${n}: __typename`.padEnd(20))} }`,
      })),
    );
    for (const reply of replies) expectRefused(reply, 'OPERATION_TOO_LARGE');
  });

  test('a thousand ordinary documents, each another', async () => {
    const replies = await siege.attack(
      ({ url }) =>
        Promise.all(
          Array.from({ length: 10 }, async (_, client) => {
            const answers: unknown[] = [];
            for (let n = 0; n < 100; n += 1) {
              const query = `query Q${client}x${n} { a${n}: ${CITIES} { title fields { name type } } __typename }`;
              answers.push(codesOf(await send(`${url}/graphql`, { json: { query } })));
            }
            return answers;
          }),
        ),
      { within: 60_000 },
    );
    expect(replies.flat()).toEqual(Array(1000).fill([]));
  });

  test('three hundred documents of 100 KB, each another', async () => {
    const text = 'y'.repeat(100 * KB);
    const replies = await ask(
      ...Array.from({ length: 300 }, (_, n) => ({
        query: `{ __typename @skip(if: false) } # ${n} ${text}`,
      })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test.each<[string, string, string[]]>([
    [
      '2,000 nested selections',
      nested(2000, '{ dataset(datasetId: "x") ', '{ title }', ' }'),
      ['OPERATION_TOO_LARGE'],
    ],
    [
      '200 nested selections that are valid',
      `{ ${CITIES} { ${nested(100, 'records(first: 1) { nodes { dataset { ', 'title', ' } } }')} } }`,
      ['OPERATION_TOO_LARGE'],
    ],
    ['100,000 opening brackets', '{'.repeat(100_000), ['OPERATION_TOO_LARGE', 'GRAPHQL_PARSE_FAILED']],
    [
      '5,000 nested lists in an argument',
      `{ datasetsById(datasetIds: ${nested(5000, '[', '"x"', ']')}) { title } }`,
      ['OPERATION_TOO_LARGE', 'BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'],
    ],
    [
      '1,400 nested conditions in an argument',
      `{ ${CITIES} { records(filter: { where: ${nested(1400, '{ not: ', '{ isNull: "name" }', ' }')} }) { totalCount } } }`,
      ['OPERATION_TOO_LARGE', 'BAD_USER_INPUT'],
    ],
    ['100,000 directives', `{ __typename ${'@a '.repeat(100_000)} }`, ['OPERATION_TOO_LARGE']],
    ['7,000 directives', `{ __typename ${'@a '.repeat(7000)} }`, ['OPERATION_TOO_LARGE']],
    ['300,000 tokens', `{ ${'__typename '.repeat(90_000)} }`, ['OPERATION_TOO_LARGE']],
    ['1,000 aliases', `{ ${times(1000, (n) => `a${n}: __typename`)} }`, ['OPERATION_TOO_LARGE']],
    [
      '1,000 aliases in fragments of fragments',
      `{ ...A ...A } fragment A on Query { ...B } fragment B on Query { ${times(1000, (n) => `a${n}: __typename`)} }`,
      ['OPERATION_TOO_LARGE'],
    ],
    ['600 root fields', `{ ${times(600, () => 'portal { name }')} }`, ['OPERATION_TOO_LARGE']],
    [
      'a billion aliases by fragments that use others twice',
      `{ ...F0 } ${times(30, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F30 on Query { a: __typename b: __typename }`,
      ['OPERATION_TOO_LARGE'],
    ],
    [
      'fragments that use each other',
      `{ ...A } ${times(500, (n) => `fragment F${n} on Query { ...F${(n + 1) % 500} }`)} fragment A on Query { ...F0 }`,
      ['GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_LARGE', 'BAD_USER_INPUT'],
    ],
    [
      'a fragment that uses itself',
      '{ ...A } fragment A on Query { ...A a: __typename }',
      ['GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_LARGE', 'BAD_USER_INPUT'],
    ],
    [
      '2,000 unused fragments',
      `{ __typename } ${times(2000, (n) => `fragment F${n} on Query { __typename }`)}`,
      ['GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_LARGE'],
    ],
    ['3,000 operations', times(3000, (n) => `query Q${n} { __typename }`), ['OPERATION_TOO_LARGE']],
    [
      '3,000 variables that nobody uses',
      `query(${times(3000, (n) => `$v${n}: Int`)}) { __typename }`,
      ['GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_LARGE'],
    ],
    ['2 MB of it', `{ __typename } #${'x'.repeat(2 * MB)}`, ['OPERATION_TOO_LARGE', 'BAD_USER_INPUT']],
    ['a name of 900 KB', `{ ${'n'.repeat(900 * KB)} }`, ['GRAPHQL_VALIDATION_FAILED', 'OPERATION_TOO_LARGE']],
    [
      'a text without an end',
      `{ dataset(datasetId: "${'x'.repeat(900 * KB)}`,
      ['GRAPHQL_PARSE_FAILED', 'OPERATION_TOO_LARGE'],
    ],
    ['nothing but commas', ','.repeat(900 * KB), ['GRAPHQL_PARSE_FAILED', 'OPERATION_TOO_LARGE']],
  ])('%s', async (_, query, codes) => {
    const [reply] = await ask({ query });
    expectRefused(reply, ...codes);
  });

  test('the fields that one selection repeats are compared in linear time', async () => {
    // Within every limit: the library compares each with each.
    const replies = await ask(
      { query: `{ portal { ${'name '.repeat(14_000)} } }` },
      { query: `{ portal { ${'...F '.repeat(4000)} } } fragment F on Portal { name }` },
      { query: `{ portal { ${'... { name } '.repeat(3000)} } }` },
      { query: `{ portal { ${times(2400, () => '... on Portal { name }')} } }` },
      {
        query: `{ portal { ...F0 } } ${times(1500, (n) => `fragment F${n} on Portal { name ...F${n + 1} }`)} fragment F1500 on Portal { name }`,
      },
      { query: `{ ${CITIES} { ${times(1500, () => 'export(format: CSV) { url }')} } }` },
    );
    for (const { status, answer } of replies) {
      if (status === 200 && answer.errors === undefined) expect(answer.data).toBeDefined();
      else
        expect(['OPERATION_TOO_LARGE', 'OPERATION_TOO_EXPENSIVE']).toContain(
          answer.errors?.[0]?.extensions?.code,
        );
    }
  });

  test('no document is parsed longer because many come at the same time', async () => {
    const statuses = await siege.attack(async ({ url }) => {
      const replies = Array.from({ length: 60 }, (_, n) =>
        send(`${url}/graphql`, {
          json: {
            query: `query Q${n} { portal { ${times(4000, (field) => `...F${field % 3}`)} } } ${times(3, (field) => `fragment F${field} on Portal { name }`)}`,
          },
        }),
      );
      return (await Promise.all(replies)).map(({ status }) => status);
    });
    for (const status of statuses) expect([200, 400, 413, 429, 503]).toContain(status);
  });
});

describe('a value is bounded, and an error quotes little of it', () => {
  const SEARCH = `query($text: String!) { ${CITIES} { records(filter: { where: { equals: { field: $text, value: "x" } } }) { totalCount } } }`;

  test('six hundred errors that would repeat a text of 1.5 MB', async () => {
    const operation = (aliases: number) =>
      `query($text: String!) { ${CITIES} { ${times(aliases, (n) => `a${n}: records(filter: { where: { equals: { field: $text, value: "x" } } }) { totalCount }`)} } }`;
    const variables = { text: 'z'.repeat(1.5 * MB) };
    const [many, fewer] = await ask(
      { query: operation(600), variables },
      { query: operation(49), variables },
    );
    expectRefused(many, 'OPERATION_TOO_LARGE', 'OPERATION_TOO_EXPENSIVE');
    expect(fewer?.bytes).toBeLessThan(200 * KB);
    expect(codesOf(fewer ?? never())).toEqual(['BAD_USER_INPUT']);
  });

  test.each<[string, string]>([
    ['as the name of a field', SEARCH],
    ['as an id', 'query($text: String!) { node(id: $text) { id } }'.replace('String!', 'ID!')],
    ['as a cursor', 'query($text: String!) { datasets(after: $text) { totalCount } }'],
    [
      'as an expression',
      `query($text: String!) { ${CITIES} { analysis(x: [], series: [{ name: "a", function: SUM, expression: $text }]) { points { x } } } }`,
    ],
    [
      'as the name of a series',
      `query($text: String!) { ${CITIES} { analysis(x: [], series: [{ name: $text, function: COUNT }]) { points { x } } } }`,
    ],
    ['as a time zone', `query($text: String!) { ${CITIES} { records(timezone: $text) { totalCount } } }`],
    [
      'as an order',
      `query($text: String!) { ${CITIES} { records(orderBy: { field: $text }) { totalCount } } }`,
    ],
    ['as a facet', `query($text: String!) { ${CITIES} { records { facets(names: [$text]) { name } } } }`],
    [
      'as the language of the portal',
      `query($text: String!) { ${CITIES} { records(filter: { q: $text }) { totalCount } } }`,
    ],
    [
      'as a search',
      `query($text: String!) { ${CITIES} { records(filter: { search: $text }) { totalCount } } }`,
    ],
    ['as the id of a dataset', 'query($text: ID!) { dataset(datasetId: $text) { title } }'],
    [
      'as the id of a record',
      'query($text: ID!) { record(datasetId: "world-countries", recordId: $text) { id } }',
    ],
    ['as a number', 'query($text: Int!) { datasets(first: $text) { totalCount } }'],
    ['as an enum', `query($text: ExportFormat!) { ${CITIES} { export(format: $text) { url } } }`],
    [
      'as an input object',
      `query($text: RecordFilter!) { ${CITIES} { records(filter: $text) { totalCount } } }`,
    ],
    ['as a variable without a type', 'query($text: Nothing!) { __typename }'],
  ])('a text of 1 MB %s', async (_, query) => {
    // Words, brackets and quotation marks: what a parser of it would have to read in full.
    const parts = ['x', '(', '"', ' a OR', '\\', '{'];
    const replies = await ask(
      ...parts.map((part) => ({ query, variables: { text: part.repeat(MB / part.length) } })),
    );
    for (const [index, reply] of replies.entries()) {
      expect(reply.bytes).toBeLessThan(10 * KB);
      expect(codesOf(reply)).not.toContain('INTERNAL_SERVER_ERROR');
      for (const { message } of reply.answer.errors ?? []) {
        expect(message.length).toBeLessThan(1100);
        // No more than 200 characters of it, whatever is said about them.
        expect(message).not.toContain((parts[index] ?? '').repeat(210).slice(0, 210));
      }
    }
  });

  test.each<[string, string]>([
    ['brackets', 'pushKey: ['],
    ['braces', 'pushKey: {'],
    ['quotation marks', 'pushKey: "'],
    ['backslashes', '\\"pushKey: '],
    ['the words of an error', 'String cannot represent a non string value: '],
    ['the words of another', 'invalid value at "pushKey'],
  ])('an invalid variable of 219 KB with %s', async (_, part) => {
    const text = part.repeat((219 * KB) / part.length);
    const mutation = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';
    const replies = await ask(
      { query: mutation, variables: { input: text } },
      { query: mutation, variables: { input: { datasetId: [text], resourceId: text } } },
      {
        query: mutation,
        variables: { input: { datasetId: 'x', resourceId: 'y', pushKey: { a: text }, records: [] } },
      },
      {
        query: mutation,
        variables: { input: { datasetId: 'x', resourceId: 'y', records: text, [text]: 1 } },
      },
      {
        query: 'query($e: ExportFormat!) { dataset(datasetId: "x") { export(format: $e) { url } } }',
        variables: { e: text },
      },
      { query: 'query($n: Int!) { datasets(first: $n) { totalCount } }', variables: { n: text } },
      {
        query: 'query($ids: [ID!]!) { datasetsById(datasetIds: $ids) { title } }',
        variables: { ids: [[text], { a: text }] },
      },
    );
    for (const reply of replies) {
      expect(codesOf(reply)).toEqual(['BAD_USER_INPUT']);
      expect(reply.bytes).toBeLessThan(10 * KB);
    }
  });

  test('no value of an invalid variable is told, whatever it is called', async () => {
    const mutation = 'mutation($input: PushRecordsInput!) { pushRecords(input: $input) { accepted } }';
    const [wrong, unknown, listed] = await ask(
      {
        query: mutation,
        variables: { input: { datasetId: ['key-0123456789'], resourceId: 1, pushKey: ['key-0123456789'] } },
      },
      {
        query: 'query($first: Int!) { datasets(first: $first) { totalCount } }',
        variables: { first: 'key-0123456789' },
      },
      {
        query: 'query($ids: [ID!]!) { datasetsById(datasetIds: $ids) { title } }',
        variables: { ids: [{ pushKey: 'key-0123456789' }] },
      },
    );
    for (const reply of [wrong, unknown, listed]) {
      expect(codesOf(reply ?? never())).toEqual(['BAD_USER_INPUT']);
      expect(reply?.text).not.toContain('key-0123456789');
    }
  });

  test('10,000 nested conditions', async () => {
    const query = `query($where: Condition!) { ${CITIES} { records(filter: { where: $where }) { totalCount } } }`;
    const bodies = [
      nested(10_000, '{"not":', '{"isNull":"name"}', '}'),
      nested(10_000, '{"all":[', '{"isNull":"name"}', ']}'),
    ];
    const replies = await siege.attack(({ url }) =>
      Promise.all(
        bodies.map((where) =>
          send(`${url}/graphql`, {
            headers: { 'content-type': 'application/json' },
            body: `{"query":${JSON.stringify(query)},"variables":{"where":${where}}}`,
          }),
        ),
      ),
    );
    for (const reply of replies) expectRefused(reply, 'BAD_USER_INPUT', 'OPERATION_TOO_LARGE');
  });

  test('10,000 conditions beside each other', async () => {
    const query = `query($where: Condition!) { ${CITIES} { records(filter: { where: $where }) { totalCount } } }`;
    const [reply] = await ask({
      query,
      variables: {
        where: {
          any: Array.from({ length: 10_000 }, (_, n) => ({ equals: { field: 'name', value: `n${n}` } })),
        },
      },
    });
    expect(codesOf(reply ?? never())).not.toContain('INTERNAL_SERVER_ERROR');
  });

  test('JSON that is nested 200,000 deep', async () => {
    const parts = ['[', '{"a":'];
    const replies = await siege.attack(({ url }) =>
      Promise.all(
        parts.flatMap((open) => {
          const value = nested(200_000, open, '1', open === '[' ? ']' : '}');
          const push =
            'mutation($r: [JSONObject!]!) { pushRecords(input: { datasetId: \\"realtime-sensors\\", resourceId: \\"realtime\\", pushKey: \\"demo-push-key\\", records: $r }) { accepted } }';
          return [
            `{"query":"{ __typename }","variables":{"x":${value}}}`,
            `{"query":"query($x: JSON) { __typename }","variables":{"x":${value}}}`,
            `{"query":"${push}","variables":{"r":[{"value":${value}}]}}`,
            `{"query":"{ __typename }","extensions":{"x":${value}}}`,
            `{"query":"query($x: ID!) { dataset(datasetId: $x) { title } }","variables":{"x":${value}}}`,
            value,
          ].map((body) => send(`${url}/graphql`, { headers: { 'content-type': 'application/json' }, body }));
        }),
      ),
    );
    for (const reply of replies) {
      expect(reply.status).toBeLessThan(500);
      expect(codesOf(reply)).not.toContain('INTERNAL_SERVER_ERROR');
    }
  });

  test('half of a character', async () => {
    const half = '\ud800';
    const pushed = { datasetId: 'realtime-sensors', resourceId: 'realtime', pushKey: 'demo-push-key' };
    const replies = await ask(
      { query: SEARCH, variables: { text: half } },
      {
        query: `query($t: String) { ${CITIES} { records(filter: { search: $t }) { totalCount } } }`,
        variables: { t: half },
      },
      {
        query: `query($t: String) { ${CITIES} { records(filter: { q: $t }) { totalCount } } }`,
        variables: { t: half },
      },
      { query: 'query($t: ID!) { dataset(datasetId: $t) { title } }', variables: { t: half } },
      {
        query: 'query($t: ID!) { record(datasetId: "world-countries", recordId: $t) { id } }',
        variables: { t: half },
      },
      { query: 'query($t: ID!) { node(id: $t) { id } }', variables: { t: half } },
      { query: 'query($t: String) { datasets(after: $t) { totalCount } }', variables: { t: half } },
      {
        query: 'mutation($i: PushRecordsInput!) { pushRecords(input: $i) { accepted } }',
        variables: { i: { ...pushed, pushKey: half, records: [{}] } },
      },
      {
        query: 'mutation($i: PushRecordsInput!) { pushRecords(input: $i) { accepted } }',
        variables: { i: { ...pushed, resourceId: half, records: [{}] } },
      },
      { query: `{ dataset(datasetId: "${half}") { title } }` },
      { query: '{ dataset(datasetId: "\\uD800") { title } }' },
      { query: '{ __typename }', operationName: half },
    );
    for (const reply of replies) expect(codesOf(reply)).not.toContain('INTERNAL_SERVER_ERROR');
    expect(codesOf(replies[1] ?? never())).toEqual(['BAD_USER_INPUT']);
    expect(codesOf(replies[3] ?? never())).toEqual(['BAD_USER_INPUT']);
  });
});

describe('the members of a request', () => {
  test.each<[string, unknown, RegExp]>([
    ['a query that is a number', { query: 1 }, /query.*(text|string)/i],
    ['a query that is an object', { query: {} }, /query.*(text|string)/i],
    ['a query that is a list', { query: ['{ __typename }'] }, /query.*(text|string)/i],
    ['no query', {}, /query/i],
    ['variables that are a text', { query: '{ __typename }', variables: 'x' }, /variables/i],
    ['variables that are a list', { query: '{ __typename }', variables: [1] }, /variables/i],
    ['extensions that are a number', { query: '{ __typename }', extensions: 1 }, /extensions/i],
    ['an operation name that is an object', { query: '{ __typename }', operationName: {} }, /operationName/i],
    ['a number instead of an object', 1, /./],
    ['null instead of an object', null, /./],
    ['a text instead of an object', 'x', /./],
    ['a list of operations', [{ query: '{ __typename }' }], /./],
  ])('%s', async (_, body, sentence) => {
    const [reply] = await siege.attack(async ({ url }) => [await send(`${url}/graphql`, { json: body })]);
    expect(reply?.status).toBeGreaterThanOrEqual(400);
    expect(reply?.status).toBeLessThan(500);
    expect(reply?.answer.errors?.[0]?.message).toMatch(sentence);
  });

  test('an operation name of 5 MB', async () => {
    const [reply] = await ask({ query: 'query A { __typename }', operationName: 'N'.repeat(5 * MB) });
    expect(reply?.status).toBeLessThan(500);
    expect(reply?.bytes).toBeLessThan(10 * KB);
  });

  test('extensions of 20 MB', async () => {
    const [reply] = await ask({ query: '{ __typename }', extensions: { x: 'e'.repeat(20 * MB) } });
    expect(reply?.answer.data).toEqual({ __typename: 'Query' });
  });

  test('persisted operations that are none', async () => {
    const garbage = [
      1,
      'x',
      [],
      {},
      { version: 1 },
      { version: 1, sha256Hash: 1 },
      { version: 1, sha256Hash: { a: 1 } },
      { version: 1, sha256Hash: '' },
      { version: 1, sha256Hash: 'g'.repeat(5 * MB) },
      { version: '1', sha256Hash: 'a'.repeat(64) },
      { version: 1, sha256Hash: '__proto__' },
      { version: 2, sha256Hash: 'a'.repeat(64) },
    ];
    const replies = await ask(
      ...garbage.flatMap((persistedQuery) => [
        { extensions: { persistedQuery } },
        { query: '{ __typename }', extensions: { persistedQuery } },
      ]),
      ...[1, {}, [], 'x'.repeat(MB), '__proto__'].map((documentId) => ({ documentId })),
    );
    for (const reply of replies) {
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(reply.bytes).toBeLessThan(10 * KB);
    }
  });

  test('a flood of hashes that nobody knows, and of operations to be learned', async () => {
    const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
    const replies = await siege.attack(async ({ url }) => {
      const answers: Reply[] = [];
      for (let round = 0; round < 20; round += 1) {
        const batch = Array.from({ length: 40 }, (_, n) => {
          const query = `{ __typename } # ${round} ${n} ${'p'.repeat(40 * KB)}`;
          const extensions = {
            persistedQuery: { version: 1, sha256Hash: hashOf(n % 2 ? query : `${round}-${n}`) },
          };
          return send(`${url}/graphql`, { json: n % 2 ? { query, extensions } : { extensions } });
        });
        answers.push(...(await Promise.all(batch)));
      }
      return answers;
    });
    const ofKind = (code: unknown) =>
      replies.filter(({ answer }) => answer.errors?.[0]?.extensions?.code === code);
    expect(ofKind('PERSISTED_QUERY_NOT_FOUND')).toHaveLength(400);
    expect(ofKind(undefined)).toHaveLength(400);
  });

  test('32 MB of the smallest values', async () => {
    const values = ['{},', '[],', '1,', '"",', 'null,'];
    const statuses: number[] = [];
    for (const value of values) {
      const count = Math.floor((31 * MB) / value.length);
      const body = `{"query":"{ __typename }","variables":{"x":[${value.repeat(count).slice(0, -1)}]}}`;
      const { status } = await siege.attack(({ url }) =>
        send(`${url}/graphql`, { headers: { 'content-type': 'application/json' }, body }),
      );
      statuses.push(status);
    }
    for (const status of statuses) expect([200, 400, 413]).toContain(status);
  });

  test('a hundred thousand members, of one name or of as many', async () => {
    const replies = await siege.attack(({ url }) =>
      Promise.all(
        [
          times(100_000, (n) => `"m${n}":1`, ','),
          times(100_000, () => '"query":"{ __typename }"', ','),
          times(100_000, (n) => `"${n * 7}":1`, ','),
        ].flatMap((members) =>
          [
            `{"query":"{ __typename }",${members}}`,
            `{"query":"{ __typename }","variables":{${members}}}`,
          ].map((body) => send(`${url}/graphql`, { headers: { 'content-type': 'application/json' }, body })),
        ),
      ),
    );
    for (const { status } of replies) expect([200, 400, 413]).toContain(status);
  });

  test('a name of a prototype', async () => {
    const body =
      '{"query":"query($__proto__: Int) { __typename }","variables":{"__proto__":{"query":1},"constructor":{"prototype":1}},"__proto__":{"query":"{ portal { name } }"}}';
    const reply = await siege.attack(({ url }) =>
      send(`${url}/graphql`, { headers: { 'content-type': 'application/json' }, body }),
    );
    expect(codesOf(reply)).not.toContain('INTERNAL_SERVER_ERROR');
  });
});

function never(): never {
  throw new Error('There was no answer.');
}

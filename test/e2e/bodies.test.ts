/** Bodies of requests: bounded while they are read, in text that is text, and never more of them than there is memory for. */
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';
import { head, openSocket, type RawSocket } from '../support/raw-socket.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';

const MB = 1024 * 1024;
const HOST = 'Host: localhost';
const JSON_TYPE = 'Content-Type: application/json';
const QUERY = '{"query":"{ portal { name } }"}';

let door: FrontDoor;
const clients: RawSocket[] = [];

beforeAll(async () => {
  door = await openFrontDoor({ odsUrl: inject('portalUrl'), maxBodyMb: 2, maxBufferedMb: 3 });
});
afterEach(() => {
  for (const client of clients.splice(0)) client.reset();
});
afterAll(() => door.close());

async function open(): Promise<RawSocket> {
  const client = await openSocket(door.url);
  clients.push(client);
  return client;
}

async function post(body: BodyInit, type = 'application/json', url = door.url) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  const { data, errors } = await response.json();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), data, errors };
}

const padded = (bytes: number) => `{"query":"{ portal { name } }"${' '.repeat(bytes - QUERY.length)}}`;

describe('a body', () => {
  test.each([26, 40])('of %i MB is read if MAX_BODY_MB allows it', async (size) => {
    const wide = await openFrontDoor({ odsUrl: inject('portalUrl'), maxBodyMb: 48 });
    const { status, data } = await post(padded(size * MB), 'application/json', wide.url);
    expect([status, data?.portal.name]).toEqual([200, expect.any(String)]);
    await wide.close();
  });

  test('beyond MAX_BODY_MB is refused by its length, before any of it is read', async () => {
    const client = await open();
    client.write(head('POST /graphql HTTP/1.1', HOST, JSON_TYPE, `Content-Length: ${3 * MB}`));
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 413 .*larger than 2 MB \(MAX_BODY_MB\)/s);
  });

  test('in chunks is refused as soon as it has grown beyond that', async () => {
    const client = await open();
    client.write(head('POST /graphql HTTP/1.1', HOST, JSON_TYPE, 'Transfer-Encoding: chunked'));
    client.write(`${(2 * MB + 1).toString(16)}\r\n${' '.repeat(2 * MB + 1)}`);
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 413 .*"code":"BODY_TOO_LARGE"/s);
  });

  test('in pieces of one byte, with characters of many bytes between them, is read as it was written', async () => {
    const client = await open();
    const bytes = Buffer.from('{"query":"{ __typename } # Zürich 日本 👩‍👩‍👧"}');
    client.write(
      head('POST /graphql HTTP/1.1', HOST, JSON_TYPE, 'Transfer-Encoding: chunked', 'Connection: close'),
    );
    for (const byte of bytes) client.write(Buffer.from([0x31, 0x0d, 0x0a, byte, 0x0d, 0x0a]));
    client.write('0\r\n\r\n');
    expect(await client.closed()).toMatch(/^HTTP\/1\.1 200 .*"__typename":"Query"/s);
  });

  const latin = (text: string) => Buffer.from(text, 'latin1');

  test.each<[string, BodyInit, string]>([
    ['UTF-8 with a mark of its byte order', `\ufeff${QUERY}`, 'application/json'],
    ['UTF-16', Buffer.from(QUERY, 'utf16le'), 'application/json; charset=utf-16le'],
    [
      'ISO 8859-1',
      latin(QUERY.replace('}"', '}","operationName":null')),
      'application/json;charset=ISO-8859-1',
    ],
  ])('in %s is read', async (_, body, type) => {
    expect((await post(body, type)).status).toBe(200);
  });

  test.each<[string, BodyInit, string, number, RegExp]>([
    ['that is no UTF-8', latin('{"query":"{ é }"}'), 'application/json', 400, /not text in utf-8/],
    [
      'that ends within a character',
      Buffer.from('{"query":"é').subarray(0, -1),
      'application/json',
      400,
      /utf-8/,
    ],
    ['of an unknown charset', QUERY, 'application/json; charset=klingon', 415, /charset "klingon"/],
    ['that is empty', '', 'application/json', 400, /not valid JSON/],
    ['that is no JSON', '{"query":', 'application/json', 400, /not valid JSON/],
    ['that is a list', `[${QUERY}]`, 'application/json', 400, /one operation/],
    ['that is a text', '"{ portal }"', 'application/json', 400, /JSON object/],
    ['that is null', 'null', 'application/json', 400, /JSON object/],
    ['whose query is a number', '{"query":1}', 'application/json', 400, /^query: it must be a text/],
    [
      'whose variables are a list',
      '{"query":"{a}","variables":[]}',
      'application/json',
      400,
      /^variables: it must be an object/,
    ],
    [
      'whose name is an object',
      '{"query":"{a}","operationName":{}}',
      'application/json',
      400,
      /^operationName: it must be a text/,
    ],
  ])('%s is refused with a sentence', async (_, body, type, status, message) => {
    const answer = await post(body, type);
    expect([answer.status, answer.errors[0].message]).toEqual([status, expect.stringMatching(message)]);
  });

  test('that is no JSON is not quoted in the error', async () => {
    const { errors } = await post('{"variables":{"pushKey":"secret-key');
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  test('that breaks off is told to nobody, and logs nothing', async () => {
    const client = await open();
    client.write(`${head('POST /graphql HTTP/1.1', HOST, JSON_TYPE, 'Content-Length: 1000')}{"query":`);
    client.reset();
    expect((await post(QUERY)).status).toBe(200);
  });
});

describe('JSON', () => {
  test('nested too deeply is refused, in lists and in objects', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ]) {
      const nested = `${open?.repeat(1001)}1${close?.repeat(1001)}`;
      const { status, errors } = await post(`{"query":"{a}","variables":{"v":${nested}}}`);
      expect([status, errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
    }
  });

  test('may have any brackets within its texts', async () => {
    const variables = { v: `${'[{,:'.repeat(300_000)}\\"` };
    const { status } = await post(JSON.stringify({ query: '{ portal { name } }', variables }));
    expect(status).toBe(200);
  });
});

describe('bodies that are received at a time', () => {
  /** Sends so much of a body, and no more. */
  async function sendHalf(bytes: number): Promise<RawSocket> {
    const client = await open();
    client.write(head('POST /graphql HTTP/1.1', HOST, JSON_TYPE, `Content-Length: ${2 * MB}`));
    client.write(' '.repeat(bytes));
    return client;
  }

  test('have MAX_BUFFERED_MB together: one more is asked to come later, small ones are not', async () => {
    let last: Awaited<ReturnType<typeof post>> | undefined;
    await expect
      .poll(async () => {
        // One that is still growing may be the one that is refused: sooner or later two are there.
        await sendHalf(1.4 * MB);
        last = await post(padded(MB));
        return last.status;
      })
      .toBe(503);
    expect(Number(last?.retryAfter)).toBeGreaterThan(0);
    expect(last?.errors[0]).toMatchObject({
      message: expect.stringContaining('MAX_BUFFERED_MB'),
      extensions: { code: 'TOO_MANY_BODIES' },
    });
    expect((await post(QUERY)).status).toBe(200);
  });

  test('give their memory back when they are gone', async () => {
    for (const client of [await sendHalf(1.4 * MB), await sendHalf(1.4 * MB)]) client.reset();
    await expect.poll(async () => (await post(padded(1.5 * MB))).status).toBe(200);
  });
});

describe('the program', () => {
  let server: ServerProgram;
  beforeAll(async () => {
    server = await startServerProgram({ ODS_URL: inject('portalUrl') });
  });
  afterAll(() => void server.child.kill('SIGKILL'));

  const fill = (piece: string, end: string, bytes: number) =>
    `{"query":"{ portal { name } }","variables":{"v":[${piece.repeat(bytes / piece.length)}${end}]}}`;

  test.each([
    ['empty objects', fill('{},', '{}', 31 * MB)],
    ['empty lists', fill('[],', '[]', 31 * MB)],
    ['numbers', fill('0,', '0', 31 * MB)],
    ['short texts', fill('"",', '""', 31 * MB)],
  ])('refuses 31 MB of %s before they are hundreds of MB', async (_, body) => {
    const answers = await Promise.all([1, 2, 3].map(() => post(body, 'application/json', server.url)));
    for (const { status, errors } of answers) {
      expect([413, 503]).toContain(status);
      expect(errors[0].message).toMatch(/names and values|MAX_BUFFERED_MB/);
    }
    expect(server.rss()).toBeLessThan(400);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test('holds less than 400 MB while the most that is allowed is parsed, thrice at a time', async () => {
    const body = fill('{},', '{}', 0.7 * MB);
    const answers = await Promise.all([1, 2, 3].map(() => post(body, 'application/json', server.url)));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(server.rss()).toBeLessThan(400);
  });
});

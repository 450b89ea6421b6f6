/** What becomes of a portal's answer: JSON, the caller's quota, or an error with a code. Over real sockets. */
import type { OutgoingHttpHeaders } from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Call, Caller } from '../../src/ods/transport/call.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import { Transport } from '../../src/ods/transport/transport.ts';
import {
  anyChange,
  anyRead,
  deserted,
  type FakePortal,
  fakePortal,
  jsonOf,
  refusal,
} from '../portals/fake-portal.ts';

const anyone: Caller = { credential: Credential.anonymous };
const call: Call = { path: '/api/x/', parameters: [['q', 'x']] };

/** A portal that always gives this answer. */
const answering = (status: number, body: string, headers: OutgoingHttpHeaders = {}): Promise<FakePortal> =>
  fakePortal((_, response) => void response.writeHead(status, headers).end(body));

async function errorOf(status: number, body: string, headers: OutgoingHttpHeaders = {}) {
  await using portal = await answering(status, body, headers);
  return await refusal(jsonOf(portal.transport, anyone, call));
}

describe('200', () => {
  test.each<[string, unknown]>([
    ['{"a":NaN,"b":[-Infinity,Infinity],"d":1}', { a: null, b: [null, null], d: 1 }],
    ['{"a":"NaN, \\"Infinity\\"","b":NaN}', { a: 'NaN, "Infinity"', b: null }],
    ['{"a":"ends in \\\\","NaN":"-Infinity","b":NaN}', { a: 'ends in \\', NaN: '-Infinity', b: null }],
    ['{"a":"x:NaN}","b":[NaN,"é😀"]}', { a: 'x:NaN}', b: [null, 'é😀'] }],
    ['NaN', null],
    ['{"a":"NaN"}', { a: 'NaN' }],
  ])('%s is read, NaN and Infinity as null where they are no text', async (body, json) => {
    await using portal = await answering(200, body);
    expect(await jsonOf(portal.transport, anyone, call)).toEqual(json);
  });

  test('NaN beside a text of megabytes is read too', async () => {
    const long = 'x\\"'.repeat(5_000_000);
    await using portal = await answering(200, `{"text":"${long}","n":NaN}`);
    const json = await jsonOf(portal.transport, anyone, call);
    expect(json).toMatchObject({ n: null });
    expect(JSON.stringify(json).length).toBe(`{"text":"${long}","n":null}`.length);
  });

  test.each([
    ['<html>Please log in</html>', 'text/html'],
    ['', 'application/json'],
    ['{"a":', 'application/json'],
    ['{"a":NaNs}', 'application/json'],
    ['a;b\n1;2', 'text/csv'],
  ])('%j is no JSON: UPSTREAM_INVALID_RESPONSE with its content type', async (body, type) => {
    const error = await errorOf(200, body, { 'content-type': type });
    expect([error.code, error.details]).toEqual(['UPSTREAM_INVALID_RESPONSE', { status: 200 }]);
    expect(error.message).toContain(type);
  });

  test('without a content type that is said', async () => {
    expect((await errorOf(200, 'hello')).message).toContain('no content type');
  });

  test('gives its headers where they are wanted', async () => {
    await using portal = await answering(200, '[]', { 'ODS-Analyze-Truncated': 'True' });
    const { json, headers } = await portal.transport.getAnswer(anyone, anyRead(call));
    expect([json, headers['ods-analyze-truncated']]).toEqual([[], 'True']);
  });
});

describe('the quota', () => {
  const quota = (remaining: number, reset: string, prefix = 'X-RateLimit') => ({
    [`${prefix}-Limit`]: '5000',
    [`${prefix}-Remaining`]: String(remaining),
    [`${prefix}-Reset`]: reset,
  });
  const resetAt = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000);
  const [reset, epoch] = [`${resetAt.toISOString().slice(0, 10)} 00:00:00+00:00`, resetAt.getTime() / 1000];

  test('is noted per credential, in both forms of the reset', async () => {
    const answers = [quota(4000, reset), quota(4001, String(epoch))];
    await using portal = await fakePortal((_, response) => {
      response.writeHead(200, answers.shift()).end('{}');
    });
    const [keyed, other] = [Credential.apikey('k'), Credential.apikey('l')];
    await jsonOf(portal.transport, anyone, call);
    await jsonOf(portal.transport, { credential: keyed }, call);
    const { quotas } = portal.transport;
    expect(quotas.get(Credential.anonymous)).toMatchObject({ limit: 5000, remaining: 4000, resetAt });
    expect(quotas.get(keyed)).toMatchObject({ limit: 5000, remaining: 4001, resetAt });
    expect(quotas.get(other)).toBeUndefined();
  });

  test('has a second counter per dataset, for the dataset that was asked', async () => {
    await using portal = await answering(200, '{}', {
      ...quota(9, reset),
      ...quota(7, reset, 'X-RateLimit-dataset'),
    });
    await jsonOf(portal.transport, anyone, { ...call, datasetId: 'd' });
    const { quotas } = portal.transport;
    expect(quotas.get(Credential.anonymous)?.remaining).toBe(9);
    expect(quotas.get(Credential.anonymous, 'd')).toMatchObject({ limit: 5000, remaining: 7, resetAt });
    expect(quotas.get(Credential.anonymous, 'e')).toBeUndefined();
  });

  test('is noted of a refusal as well', async () => {
    await using portal = await answering(429, '', quota(0, reset));
    await refusal(jsonOf(portal.transport, anyone, call));
    expect(portal.transport.quotas.get(Credential.anonymous)?.remaining).toBe(0);
  });

  test.each<[string, string, string, string]>([
    ['no number', '5000', 'many', reset],
    ['a negative number', '5000', '-1', reset],
    ['a number with a point', '5000', '1.5', reset],
    ['a number of 400 digits', '9'.repeat(400), '9'.repeat(399), reset],
    ['more left than there is', '10', '11', reset],
    ['a reset that is long past', '5000', '0', String(epoch - 3 * 86_400)],
    ['a reset in a year', '5000', '0', String(epoch + 365 * 86_400)],
    ['a reset in the year 5138', '5000', '0', '99999999999'],
    ['a reset without an end', '5000', '0', '9'.repeat(10_000)],
  ])('is unknown with %s, and nobody is refused for it', async (_, limit, remaining, told) => {
    const headers = { ...quota(0, told), 'X-RateLimit-Limit': limit, 'X-RateLimit-Remaining': remaining };
    await using portal = await answering(200, '{}', headers);
    await jsonOf(portal.transport, anyone, call);
    expect(portal.transport.quotas.get(Credential.anonymous)).toBeUndefined();
    expect(portal.transport.quotas.exhaustion(Credential.anonymous)).toBeUndefined();
  });
});

describe('another status', () => {
  const codes: [status: number, code: string][] = [
    [204, 'UPSTREAM_INVALID_RESPONSE'],
    [400, 'BAD_USER_INPUT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [408, 'UPSTREAM_TIMEOUT'],
    [418, 'UPSTREAM_INVALID_RESPONSE'],
    [429, 'QUOTA_EXCEEDED'],
    [500, 'UPSTREAM_UNAVAILABLE'],
    [502, 'UPSTREAM_UNAVAILABLE'],
    [503, 'UPSTREAM_UNAVAILABLE'],
    [504, 'UPSTREAM_TIMEOUT'],
  ];
  const bodies = ['<html>oops</html>', '', '{}', '["x"]', 'null', '{"error":{"a":1}}', '{"errorcode":5}'];

  test.each(codes)('%i is %s, whatever its body', async (status, code) => {
    for (const body of bodies) {
      const error = await errorOf(status, body);
      expect([error.code, error.details.status, body]).toEqual([code, status, body]);
      expect(error.message).toContain(`(HTTP ${status}).`);
      expect(error.message).not.toContain('oops');
    }
    if (status === 204) return;
    for (const key of ['error', 'message'])
      expect((await errorOf(status, `{"${key}":"their words"}`)).message).toMatch(/: their words$/);
  });

  test.each<[number, string, RegExp]>([
    [301, 'https://other.example/?apikey=secret#secret', /to https:\/\/other\.example \(HTTP 301\)/],
    [302, 'https://me:secret@other.example:8443/', /to https:\/\/other\.example:8443 \(HTTP 302\)/],
    [302, '/home?next=secret', /to http:\/\/127\.0\.0\.1:\d+ \(HTTP 302\)/],
    [307, 'http://[secret', /to elsewhere \(HTTP 307\)/],
  ])('%i to %s is not followed, and told with the origin alone', async (status, location, sentence) => {
    await using portal = await answering(status, '', { location });
    const error = await refusal(jsonOf(portal.transport, anyone, call));
    expect(error.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(error.message).toMatch(sentence);
    expect(error.message).toContain('ODS_URL');
    expect(error.message).not.toContain('secret');
    expect(portal.received).toHaveLength(1);
  });

  test.each<[number, string, RegExp]>([
    [302, '/login?next=secret', /a login at http:\/\/127\.0\.0\.1:\d+ \(HTTP 302\)/],
    [303, 'https://sso.example/sign-in/?token=secret', /a login at https:\/\/sso\.example \(HTTP 303\)/],
  ])('%i to %s is UNAUTHENTICATED: a login is asked for', async (status, location, sentence) => {
    await using portal = await answering(status, '', { location });
    const error = await refusal(jsonOf(portal.transport, anyone, call));
    expect(error.code).toBe('UNAUTHENTICATED');
    expect(error.message).toMatch(sentence);
    expect(error.message).not.toContain('secret');
    expect(portal.received).toHaveLength(1);
  });

  test('403 is a used up quota with errorcode 10001, as platforms before 2017 say it', async () => {
    const error = await errorOf(403, '{"errorcode":10001,"error":"License Violation"}');
    expect([error.code, error.details]).toEqual(['QUOTA_EXCEEDED', { status: 403, errorcode: 10001 }]);
    expect((await errorOf(403, '{"errorcode":10003}')).code).toBe('FORBIDDEN');
  });

  const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000 + days * 86_400) * 1000);
  const [tomorrow, nextWeek] = [inDays(1), inDays(7)];
  const headers = {
    'X-RateLimit-Limit': '9',
    'X-RateLimit-Reset': tomorrow.toISOString().replace('T', ' ').replace('.000Z', '+00:00'),
  };
  const fromHeaders = { limit: 9, resetAt: tomorrow };
  const full = { errorcode: 10002, reset_time: nextWeek.toISOString(), call_limit: 7 };
  const fromBody = { errorcode: 10002, limit: 7, resetAt: nextWeek };
  test.each<[string, OutgoingHttpHeaders, object]>([
    [JSON.stringify({ ...full, limit_time_unit: 'month' }), headers, { ...fromBody, limitTimeUnit: 'month' }],
    [JSON.stringify(full), {}, fromBody],
    [JSON.stringify({ ...full, call_limit: '7' }), headers, fromBody],
    ['', headers, fromHeaders],
    ['<html>', headers, fromHeaders],
    ['{"reset_time":"soon","call_limit":"many"}', headers, fromHeaders],
    [JSON.stringify({ reset_time: nextWeek }), headers, { ...fromHeaders, resetAt: nextWeek }],
    // What nobody's quota says is taken for unknown.
    [JSON.stringify({ reset_time: inDays(40), call_limit: -7 }), headers, fromHeaders],
    [JSON.stringify({ reset_time: inDays(-3), call_limit: 7.5 }), {}, {}],
    ['', { 'X-RateLimit-Limit': '9'.repeat(400), 'X-RateLimit-Reset': '99999999999' }, {}],
    ['', { 'X-RateLimit-Limit': '', 'X-RateLimit-Reset': 'soon' }, {}],
    ['', {}, {}],
  ])('429 with %s tells reset and limit from it, or else from its headers', async (body, sent, details) => {
    expect((await errorOf(429, body, sent)).details).toEqual({ status: 429, ...details });
  });
});

describe('no error ever holds the credential', () => {
  const credential = Credential.apikey('k3y-secret');
  const caller: Caller = { credential };
  const shown = (error: Error) =>
    [
      inspect(error, { depth: 20, showHidden: true }),
      JSON.stringify(error),
      error.message,
      error.stack,
    ].join();

  test.each([400, 401, 403, 429, 500, 503])('%i, where the portal repeats it', async (status) => {
    await using portal = await fakePortal(({ headers }, response) => {
      response.writeHead(status).end(JSON.stringify({ error: `no such key: ${headers.authorization}!` }));
    });
    const error = await refusal(jsonOf(portal.transport, caller, call));
    expect(error.message).toMatch(/: no such key: Apikey \[credential\]!$/);
    expect(shown(error)).not.toContain('k3y');
    const change = await refusal(portal.transport.post(caller, anyChange(call), '{}'));
    expect(shown(change)).not.toContain('k3y');
  });

  test('a broken connection, a timeout, nobody there, a caller that left, an answer that is no JSON', async () => {
    await using hangsUp = await fakePortal((request) => void request.socket.destroy());
    await using sleeps = await fakePortal(() => {}, { timeout: 20 });
    await using speaksHtml = await answering(200, '<html>');
    const nobody = new Transport({ url: await deserted() });
    const gone = { ...caller, signal: AbortSignal.abort() };
    const errors = await Promise.all([
      refusal(jsonOf(hangsUp.transport, caller, call)),
      refusal(jsonOf(sleeps.transport, caller, call)),
      refusal(jsonOf(speaksHtml.transport, caller, call)),
      refusal(jsonOf(nobody, caller, call)),
      refusal(jsonOf(speaksHtml.transport, gone, call)),
    ]);
    await nobody.close();
    for (const error of errors) expect(shown(error)).not.toContain('k3y');
    expect(hangsUp.received[0]?.headers.authorization).toBe('Apikey k3y-secret');
  });
});

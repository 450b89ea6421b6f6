/** Random heads, paths and bodies: each is answered with a status that is no failure of the server, or refused. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { anyText, mutated } from '../support/arbitrary-operation.ts';
import { fuzz } from '../support/fuzz.ts';
import { besiege, type Server } from '../support/hostile.ts';
import { head, statusOf, talk } from '../support/raw-http.ts';

const siege = besiege();

/** The status of the answer to these bytes; a connection that is closed without one has been refused. */
async function expectAnswered({ url }: Server, bytes: string | Buffer): Promise<void> {
  const answer = await talk(url, bytes, { until: /\r\n\r\n/, silence: 1500 });
  const status = statusOf(answer);
  if (status === 0) return;
  expect(status, answer.slice(0, 500)).toBeGreaterThanOrEqual(200);
  // A server that has no room for more says so; anything else above is a failure of its own.
  if (status >= 500) expect([501, 502, 503, 504, 505], answer.slice(0, 500)).toContain(status);
}

const segment = fc.oneof(
  fc.constantFrom(
    'graphql',
    'export',
    'media',
    'health',
    'assets',
    'world-countries',
    'world-countries.csv',
    'files',
    'attachments',
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '%00',
    '%ff',
    '%E0%A4%A',
    '',
    '\\',
  ),
  anyText.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ maxLength: 10 }).map((text) => text.replace(/[\s\r\n]/g, '')),
);
const parameter = fc.tuple(
  fc.constantFrom(
    'query',
    'variables',
    'operationName',
    'extensions',
    'documentId',
    'ticket',
    'q',
    'rows',
    'refine.name',
    'fields',
    'format',
    'explain',
  ),
  fc.oneof(anyText, mutated).map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 4000)),
);
const path = fc
  .tuple(fc.array(segment, { maxLength: 5 }), fc.array(parameter, { maxLength: 3 }))
  .map(
    ([segments, parameters]) =>
      `/${segments.join('/')}${parameters.length > 0 ? '?' : ''}${parameters.map((pair) => pair.join('=')).join('&')}`,
  );

fuzz('paths', siege, path, 200, (server, target) =>
  expectAnswered(server, head(`GET ${target}`, 'Host: localhost', 'Connection: close')),
);

/** Any characters that do not end the header. */
const headerValue = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, '')),
  fc.constantFrom(
    '',
    ' ',
    '*',
    '*/*',
    'a'.repeat(3000),
    '0',
    '-1',
    '1e9',
    'bytes=0-',
    'gzip, br;q=x',
    'text/event-stream',
    'multipart/mixed',
    'no-cache',
    'Apikey demo-key',
    'Basic \xff',
    'Bearer ',
    'application/json; charset=utf-7',
    'W/"',
    'chunked',
    '100-continue',
    'h2c',
    'websocket',
    'close, upgrade',
  ),
);
const header = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      'Accept',
      'Accept-Encoding',
      'Accept-Language',
      'Authorization',
      'Cache-Control',
      'Connection',
      'Content-Encoding',
      'Content-Length',
      'Content-Type',
      'Expect',
      'Host',
      'If-None-Match',
      'If-Modified-Since',
      'If-Range',
      'Origin',
      'Range',
      'Sec-Fetch-Site',
      'Transfer-Encoding',
      'Upgrade',
      'X-Explain',
      'X-Forwarded-For',
      'X-Forwarded-Host',
      'X-Priority-Token',
      '__proto__',
    ),
    fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '')),
  ),
  headerValue,
);
const request = fc.record({
  method: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'BREW'),
  target: fc.oneof(
    fc.constantFrom(
      '/graphql',
      '/graphql?query={__typename}',
      '/',
      '/health',
      '/export/world-countries.csv',
      '*',
      'http://localhost/health',
    ),
    path,
  ),
  headers: fc.array(header, { maxLength: 6 }),
  body: fc.oneof(
    fc.constant(''),
    mutated.map((query) => JSON.stringify({ query })),
    anyText,
  ),
});

fuzz('headers', siege, request, 200, (server, { method, target, headers, body }) => {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  const length = lines.some((line) => /^(content-length|transfer-encoding):/i.test(line))
    ? []
    : [`Content-Length: ${Buffer.byteLength(body)}`];
  const start = head(
    `${method} ${target}`,
    'Host: localhost',
    'Content-Type: application/json',
    ...length,
    ...lines,
  );
  return expectAnswered(server, Buffer.concat([Buffer.from(start, 'latin1'), Buffer.from(body)]));
});

fuzz('bytes', siege, fc.uint8Array({ maxLength: 300 }), 100, (server, bytes) =>
  expectAnswered(server, Buffer.from(bytes)),
);

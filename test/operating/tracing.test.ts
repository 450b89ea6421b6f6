/** Spans, as a collector receives them (OTLP over HTTP), and the trace context on its way through the server. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { GOOD, rightAnswer } from '../portals/misbehaving-portal.ts';
import { type ServerProgram, startServerProgram } from '../support/server-program.ts';

const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.unknown() })) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes: z.array(z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })),
              status: z.object({ code: z.number() }).loose(),
            }),
          ),
        }),
      ),
    }),
  ),
});
type Span = z.infer<typeof exported>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];

let collector: Server;
let portal: Server;
let program: ServerProgram;
let received: z.infer<typeof exported>[];
let asked: { path: string; headers: IncomingHttpHeaders }[];

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

beforeEach(() => {
  received = [];
  asked = [];
  collector = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (request.url === '/v1/traces') received.push(exported.parse(JSON.parse(body)));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  portal = createServer(({ url = '/', headers }, response) => {
    asked.push({ path: url, headers });
    if (url.includes('bad')) response.writeHead(503).end();
    else response.end(JSON.stringify(rightAnswer(url)));
  });
});
afterEach(() => {
  program.child.kill('SIGKILL');
  for (const server of [collector, portal]) {
    server.closeAllConnections();
    server.close();
  }
});

async function ask(query: string, headers: Record<string, string> = {}): Promise<void> {
  const body = JSON.stringify({ query });
  const response = await fetch(`${program.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await response.text();
}

/** The spans that the collector has when the server has ended. */
async function spans(): Promise<Span[]> {
  program.stop();
  expect(await program.ended()).toMatchObject({ code: 0, errors: '' });
  return received.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
}

const attributeOf = ({ attributes }: Span, name: string) =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];

test('request, operation, batch and call are one trace, which comes from the client and goes to the portal', async () => {
  program = await startServerProgram({
    ODS_URL: await listening(portal),
    OTEL_EXPORTER_OTLP_ENDPOINT: await listening(collector),
    OTEL_SERVICE_NAME: 'graph-of-the-test',
  });
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  await ask(`query Good ${GOOD.query}`, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
  await ask('query Bad { dataset(datasetId: "bad") { title } }');
  const all = await spans();
  expect(JSON.stringify(received[0]?.resourceSpans[0]?.resource)).toContain('graph-of-the-test');
  const ofTrace = all.filter(({ traceId }) => traceId === trace);
  const find = (pattern: RegExp) => ofTrace.find(({ name }) => pattern.test(name));
  const request = find(/^POST$/);
  const operation = find(/^query Good$/);
  const call = find(/^GET dataset lookup$/);
  expect(request).toMatchObject({ kind: 2, parentSpanId: '00f067aa0ba902b7' });
  expect(operation).toMatchObject({ parentSpanId: request?.spanId });
  const batch = ofTrace.find(({ spanId }) => spanId === call?.parentSpanId);
  expect(batch).toMatchObject({ name: 'batch', parentSpanId: operation?.spanId });
  expect(call).toMatchObject({ kind: 3 });
  if (!request || !operation || !call || !batch) throw new Error('A span is missing.');
  expect(attributeOf(request, 'http.response.status_code')).toBe(200);
  expect(attributeOf(request, 'request.id')).toBe(trace);
  expect(attributeOf(operation, 'graphql.operation.name')).toBe('Good');
  expect(attributeOf(operation, 'graphql.operation.type')).toBe('query');
  expect(attributeOf(batch, 'ods.batch.keys')).toBe(1);
  expect(attributeOf(call, 'ods.api')).toBe('dataset lookup');
  expect(attributeOf(call, 'http.response.status_code')).toBe(200);
  expect(asked[0]?.headers.traceparent).toBe(`00-${trace}-${call.spanId}-01`);
  const bad = all.find(({ name }) => name === 'query Bad');
  expect(bad?.traceId).not.toBe(trace);
  expect(bad?.status.code).toBe(2);
  const failedCall = all.find(({ traceId, kind }) => traceId === bad?.traceId && kind === 3);
  expect(failedCall && attributeOf(failedCall, 'http.response.status_code')).toBe(503);
  // Neither texts nor values: the query of an address has them too.
  expect(JSON.stringify(received)).not.toMatch(/datasetId|rows=/);
});

test('without a collector nothing is told to the portal', async () => {
  program = await startServerProgram({ ODS_URL: await listening(portal) });
  await ask(`query Good ${GOOD.query}`, {
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  });
  expect(asked.length).toBeGreaterThan(0);
  for (const { headers } of asked) expect(headers.traceparent).toBeUndefined();
});

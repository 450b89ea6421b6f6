/** A small portal over a real socket, for answers that the embedded portal never gives. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { OdsError } from '../../src/ods/errors.ts';
import { Redaction } from '../../src/ods/redaction.ts';
import type { Call, Caller, ChangeCall, ReadCall } from '../../src/ods/transport/call.ts';
import type { PortalTransport } from '../../src/ods/transport/session.ts';
import { Transport } from '../../src/ods/transport/transport.ts';
import type { TransportOptions } from '../../src/ods/transport/transport-options.ts';

export interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface FakePortal extends AsyncDisposable {
  /** The requests that it received, in their order. */
  received: Received[];
  transport: Transport;
}

export interface FakePortalOptions extends Omit<TransportOptions, 'url'> {
  /** The path of the portal's address. */
  path?: string;
}

/** Answers as the test says, and keeps the requests. */
export async function fakePortal(
  listener: RequestListener,
  { path = '', timeout = 5000, ...options }: FakePortalOptions = {},
): Promise<FakePortal> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const transport = new Transport({ url: new URL(`http://127.0.0.1:${port}${path}`), timeout, ...options });
  return {
    received,
    transport,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await transport.close();
    },
  };
}

/** A read that takes any JSON for an answer. */
export const anyRead = (call: Call): ReadCall => ({ ...call, kind: 'records', read: ({ json }) => json });

/** A change with no secret. */
export const anyChange = (call: Call): ChangeCall => ({
  ...call,
  datasetId: call.datasetId ?? 'd',
  secrets: new Redaction([], ''),
});

/** The JSON of an answer, whatever it is. */
export async function jsonOf(
  transport: Pick<PortalTransport, 'getAnswer'>,
  caller: Caller,
  call: Call,
): Promise<unknown> {
  return (await transport.getAnswer(caller, anyRead(call))).json;
}

/** An address at which nobody listens. */
export async function deserted(): Promise<URL> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  server.close();
  await once(server, 'close');
  return new URL(`http://127.0.0.1:${port}`);
}

/** The OdsError with which the work fails. */
export async function refusal(work: Promise<unknown>): Promise<OdsError> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof OdsError) return outcome;
  throw new Error(`Not an OdsError: ${String(outcome)}`);
}

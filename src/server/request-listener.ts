import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRecord } from '../execution/request-record.ts';
import { errorAnswer, isPublicError } from './error-answer.ts';
import type { GraphLane } from './graph-lane.ts';
import { readerOf } from './header-reader.ts';
import { targetOf } from './request-target.ts';
import { REQUEST_ID, type Requests } from './requests.ts';

/** What the address of every request begins with: which host was asked is in its `Host` header, and nowhere else. */
const BASE = 'http://graph.invalid';

/**
 * Answers requests of `node:http`: what the lane takes is answered there, and all else by `fetch`, whose `env` is what the
 * listener knows of the connection.
 */
export function requestListener(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
  lane: GraphLane,
  requests: Requests,
): (request: IncomingMessage, response: ServerResponse) => void {
  let listener: ReturnType<typeof import('@hono/node-server').getRequestListener> | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    // It is loaded when it is first needed: it brings the Fetch API, for which a start does not wait.
    listener ??= (await import('@hono/node-server')).getRequestListener(fetch);
    await listener(request, response);
  };
  return (request, response) => {
    const record = requests.begin(readerOf(request.headers), request.method ?? '', request.url ?? '');
    follow(response, record);
    try {
      const target = targetOf(request);
      lane.answer(request, response, target, record, () => {
        requests.remember(request, record);
        response.setHeader(REQUEST_ID, record.id);
        request.url = `${BASE}${target}`;
        answer(request, response).catch(() => response.destroy());
      });
    } catch (error) {
      record.fail(error);
      refuse(response, record.id, error);
    }
  };
}

/** Tells of the end of an answer, and how much of it was written. */
function follow(response: ServerResponse, record: RequestRecord): void {
  const { socket } = response;
  const before = socket?.bytesWritten ?? 0;
  // It closes once: `once` would make a wrapper for each, and take it away again.
  response.on('close', () => {
    const bytes = (socket?.bytesWritten ?? 0) - before;
    record.carried(response.headersSent ? response.statusCode : null, bytes, response.writableFinished);
  });
}

function refuse(response: ServerResponse, requestId: string, error: unknown): void {
  if (!isPublicError(error)) {
    response.destroy();
    return;
  }
  const { status, headers, body } = errorAnswer(error);
  response.writeHead(status, { ...headers, [REQUEST_ID]: requestId }).end(body);
}

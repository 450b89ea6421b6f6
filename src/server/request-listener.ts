import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorAnswer, isPublicError } from './error-answer.ts';
import type { GraphLane } from './graph-lane.ts';
import { targetOf } from './request-target.ts';

/** What the address of every request begins with: which host was asked is in its `Host` header, and nowhere else. */
const BASE = 'http://graph.invalid';

/**
 * Answers requests of `node:http`: what the lane takes is answered there, and all else by `fetch`, whose `env` is what the
 * listener knows of the connection.
 */
export function requestListener(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
  lane: GraphLane,
): (request: IncomingMessage, response: ServerResponse) => void {
  let listener: ReturnType<typeof import('@hono/node-server').getRequestListener> | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    // It is loaded when it is first needed: it brings the Fetch API, for which a start does not wait.
    listener ??= (await import('@hono/node-server')).getRequestListener(fetch);
    await listener(request, response);
  };
  return (request, response) => {
    try {
      const target = targetOf(request);
      lane.answer(request, response, target, () => {
        request.url = `${BASE}${target}`;
        answer(request, response).catch(() => response.destroy());
      });
    } catch (error) {
      refuse(response, error);
    }
  };
}

function refuse(response: ServerResponse, error: unknown): void {
  if (!isPublicError(error)) {
    response.destroy();
    return;
  }
  const { status, headers, body } = errorAnswer(error);
  response.writeHead(status, headers).end(body);
}

/** The bytes of a request's body as they arrive, whoever carries them. */
import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

/**
 * Hands on each piece of a body; done when there is no more, rejected if the body breaks off or `take` throws. If all of it
 * is there already, it is handed on at once, and nothing is left to wait for: null.
 */
export type BodySource = (take: (piece: Uint8Array) => void) => Promise<void> | null;

/** The body of a request of the Fetch API. */
export function bodyOfFetch(body: Request['body']): BodySource {
  return async (take) => {
    const reader = body?.getReader();
    try {
      for (;;) {
        const next = await reader?.read().catch(() => {
          throw brokenOff();
        });
        if (!next || next.done) return;
        take(next.value);
      }
    } finally {
      // Nobody waits for the rest of the body.
      reader?.cancel().catch(() => {});
    }
  };
}

/** The body of a request of `node:http`. */
export function bodyOfNode(request: IncomingMessage): BodySource {
  return (take) => {
    // Its end was told before anybody listened.
    if (request.destroyed) return Promise.reject(brokenOff());
    if (request.complete) {
      const piece: Uint8Array | null = request.read();
      if (piece) take(piece);
      return null;
    }
    return new Promise((resolve, reject) => {
      const end = () => {
        request.off('data', onData).off('end', onEnd).off('error', onBreak).off('close', onBreak);
      };
      const fail = (error: unknown) => {
        end();
        reject(error);
      };
      const onData = (piece: Uint8Array) => {
        try {
          take(piece);
        } catch (error) {
          fail(error);
        }
      };
      const onEnd = () => {
        end();
        resolve();
      };
      const onBreak = () => fail(brokenOff());
      request.on('data', onData).on('end', onEnd).on('error', onBreak).on('close', onBreak);
    });
  };
}

/** A client that goes away in the middle of its body is no error of ours. */
function brokenOff(): HttpError {
  return new HttpError(400, 'The body of the request broke off.', { code: 'BAD_REQUEST' });
}

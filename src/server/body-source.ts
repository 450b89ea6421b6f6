/** The bytes of a request's body as they arrive, whoever carries them. */
import type { IncomingMessage } from 'node:http';
import { HttpError } from './http-error.ts';

export interface BodySource {
  /** True if others may hold the same bytes: whoever takes them must not give back their memory. */
  readonly isShared: boolean;
  /**
   * Hands on each piece; done when there is no more, rejected if the body breaks off or `take` throws. If all of it is
   * there already, it is handed on at once, and nothing is left to wait for: null.
   */
  read(take: (piece: Uint8Array) => void): Promise<void> | null;
}

/** The body of a request of the Fetch API. */
export function bodyOfFetch(body: Request['body']): BodySource {
  const read: BodySource['read'] = async (take) => {
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
  return { isShared: true, read };
}

/** The body of a request of `node:http`. */
export function bodyOfNode(request: IncomingMessage): BodySource {
  const read: BodySource['read'] = (take) => {
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
  return { isShared: false, read };
}

/** A client that goes away in the middle of its body is no error of ours. */
function brokenOff(): HttpError {
  return new HttpError(400, 'The body of the request broke off.', { code: 'BAD_REQUEST' });
}

/** Answers of the portal passed through: as they come, no faster than they are read, and not one byte kept. */
import type { Context } from 'hono';
import { type Answer, discard } from '../../ods/transport/answer.ts';
import { http } from '../node-http.ts';
import { ReleasingResponse } from '../releasing-response.ts';

/** The header values that Node accepts. If a portal has sent another one, it is dropped, since the file is worth more than such a header. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export interface Passing {
  /** The portal's headers that go along. */
  names: readonly string[];
  /** What goes along beside them. */
  headers: Record<string, string>;
  /** Told of the error if the portal's answer breaks off. */
  onBroken: (error: unknown) => void;
}

/** Makes the portal's answer one of this server: its status, its body, and those of its headers that are named. */
export function passThrough(answer: Answer, c: Context, { names, headers, onBroken }: Passing): Response {
  const passed = names.flatMap((name): [string, string][] => {
    const value = answer.headers[name];
    return typeof value === 'string' && HEADER_VALUE.test(value) ? [[name, value]] : [];
  });
  const init = { status: answer.statusCode, headers: { ...Object.fromEntries(passed), ...headers } };
  if (c.req.raw.method !== 'HEAD' && answer.statusCode !== 304)
    return new Response(bodyOf(answer, c, onBroken), init);
  discard(answer);
  return new Response(null, init);
}

/**
 * Nothing is read ahead of the caller; a caller that leaves ends the portal's answer at once. An answer that breaks off
 * breaks the caller's connection: the HTTP server would write the error into the file and end it well.
 */
function bodyOf(answer: Answer, c: Context, onBroken: Passing['onBroken']): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = answer.body[Symbol.asyncIterator]();
  const response: unknown = c.env?.outgoing;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) {
            controller.close();
            return;
          }
          if (response instanceof ReleasingResponse) response.takeOver(value);
          controller.enqueue(value);
        } catch (error) {
          onBroken(error);
          if (response instanceof http.ServerResponse) response.destroy();
          else controller.error(error);
        }
      },
      cancel() {
        discard(answer);
      },
    },
    { highWaterMark: 0 },
  );
}

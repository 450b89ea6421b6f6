/** A request that is no HTTP or comes too slowly is answered as far as the connection allows, and then the connection is closed. */
import type { Duplex } from 'node:stream';
import { http } from './node-http.ts';
import { REQUEST_ID } from './requests.ts';

/** The statuses by the codes of Node's parser and its timers; it is 400 for all others. */
const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const MESSAGE: Readonly<Record<number, string>> = {
  400: 'This is no request of HTTP/1.1.',
  408: 'The request took too long to arrive (HEADERS_TIMEOUT, REQUEST_TIMEOUT).',
  413: 'The extensions of a chunk are too long.',
  431: 'The headers of the request are too long.',
};

/** Answers what Node's `clientError` tells, unless a part of another answer is on its way; gives the status. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  isAnswering: boolean,
  requestId: string,
): number | null {
  const isAnswered = socket.writable && !isAnswering;
  const status = STATUS[error.code ?? ''] ?? 400;
  if (isAnswered) {
    const body = JSON.stringify({ errors: [{ message: MESSAGE[status] }] });
    socket.write(
      [
        `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`,
        'Connection: close',
        'Content-Type: application/json',
        `${REQUEST_ID}: ${requestId}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroy();
  return isAnswered ? status : null;
}

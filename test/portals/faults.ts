/** The ways in which a portal fails: each a listener for a real HTTP server, most of them writing to its socket. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { answering, endless, trickling } from './misbehaving.ts';
import { rightAnswer, sendJson } from './misbehaving-portal.ts';

export type Fault = RequestListener;

const MB = 1024 * 1024;
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

/** Writes this to the socket, and then does that with it. */
function raw(text: string, then: (response: ServerResponse) => void = () => {}): Fault {
  return (_, response) => void response.socket?.write(text, () => then(response));
}

const cut = (response: ServerResponse) => void response.socket?.resetAndDestroy();

const right = ({ url = '/' }: IncomingMessage) =>
  JSON.stringify(url.startsWith('/api/push/') ? { status: 'ok' } : rightAnswer(url));

/** The right answer, with these headers. */
export function rightWith(headers: Record<string, string>): Fault {
  return (request, response) => void response.writeHead(200, headers).end(right(request));
}

export const reset: Record<string, Fault> = {
  'reset before the headers': (_, response) => cut(response),
  'reset in the headers': raw('HTTP/1.1 200 OK\r\ncontent-ty', cut),
  'reset after the headers': raw(`${HEAD}content-length: 1000\r\n\r\n{"nhits":`, cut),
  'half-closed': (request) => void request.socket.end(),
};

export const stalls: Record<string, Fault> = {
  'stall before the headers': () => {},
  'stall in the headers': raw('HTTP/1.1 200 OK\r\ncontent-ty'),
  'stall after the headers': raw(`${HEAD}content-length: 1000\r\n\r\n`),
  'stall in the body': raw(`${HEAD}content-length: 1000\r\n\r\n{"nhits":`),
  trickle: trickling(50),
};

/** Answers with 200 that are none. */
export const noAnswers: Record<string, Fault> = {
  'truncated JSON': answering(200, '{"nhits":1,"records":[{'),
  HTML: answering(200, '<html>Maintenance</html>', { 'content-type': 'text/html' }),
  'empty body': answering(200, ''),
  'error object': answering(200, '{"errorcode":10002,"error":"the index is being rebuilt"}'),
};

export const tooMuch: Record<string, Fault> = {
  'body without end': (request, response) => endless({ bytes: 0, isBrokenOff: false })(request, response),
  'compressed bomb': answering(200, gzipSync(Buffer.alloc(32 * MB, ' ')), { 'content-encoding': 'gzip' }),
};

export const headerFlood: Fault = raw(`${HEAD}${'x-flood: y\r\n'.repeat(20_000)}\r\n`);

/** This status, with a word of JSON, and `Retry-After` if it is given. */
export function status(code: number, retryAfter?: string): Fault {
  return answering(code, '{"error":"as the test says"}', retryAfter ? { 'retry-after': retryAfter } : {});
}

export function quotaError(code: number, body: object): Fault {
  return (_, response) => sendJson(response, body, code);
}

export function redirect(location: string): Fault {
  return (_, response) => void response.writeHead(302, { location }).end();
}

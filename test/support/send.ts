/** Requests of any form over a connection of their own, and answers of any size. */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

/** What is kept of an answer for a test to look at. */
const KEPT = 4 * 1024 * 1024;

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  /** The first megabytes of it. */
  text: string;
  /** How many bytes there were in all. */
  bytes: number;
  /** The text as an answer of GraphQL; empty if it is none. */
  answer: {
    data?: unknown;
    errors?: { message: string; extensions?: { code?: unknown } }[];
    extensions?: unknown;
  };
}

export interface Sending {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  /** A body of JSON. */
  json?: unknown;
}

/** Sends a request, and gives the whole answer; rejects if the connection ends before. */
export function send(
  url: string,
  { json, body = json === undefined ? undefined : JSON.stringify(json), ...options }: Sending = {},
): Promise<Reply> {
  const method = options.method ?? (body === undefined ? 'GET' : 'POST');
  const headers = {
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    ...options.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      url.replace('localhost', '127.0.0.1'),
      { method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          if (bytes < KEPT) chunks.push(chunk);
          bytes += chunk.length;
        });
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            bytes,
            answer: answerOf(text),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function answerOf(text: string): Reply['answer'] {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : {};
  } catch {
    return {};
  }
}

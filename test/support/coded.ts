/** Requests for answers in a coding, and the answers as they come and as they read. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';

export interface CodedReply {
  status: number;
  headers: IncomingHttpHeaders;
  /** The coding that its header names; `identity` if it names none. */
  coding: string;
  /** As they came. */
  bytes: Buffer;
  /** What they say. */
  text: string;
}

export interface CodedRequest {
  /** The header `Accept-Encoding`; none if it is left out. */
  accepted?: string | undefined;
  headers?: Record<string, string>;
  method?: string;
  json?: unknown;
}

const DECODE: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
  gzip: gunzipSync,
  identity: (bytes) => bytes,
  // So Yoga tells proxies that events are not for them to compress.
  none: (bytes) => bytes,
};

/** Sends a request, and reads the answer in the coding that it names; throws if it is not in that coding. */
export async function sendCoded(
  url: string,
  { accepted, headers, method, json }: CodedRequest,
): Promise<CodedReply> {
  const sent = request(url.replace('localhost', '127.0.0.1'), {
    agent: false,
    method: method ?? (json === undefined ? 'GET' : 'POST'),
    headers: {
      ...(accepted !== undefined && { 'accept-encoding': accepted }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  sent.end(json === undefined ? undefined : JSON.stringify(json));
  const [response] = await once(sent, 'response');
  const bytes = Buffer.concat(await response.toArray());
  const coding: string = response.headers['content-encoding'] ?? 'identity';
  const decode = DECODE[coding];
  if (!decode) throw new Error(`The answer has a coding that nobody asked for: ${coding}.`);
  return {
    status: response.statusCode,
    headers: response.headers,
    coding,
    bytes,
    text: bytes.length === 0 ? '' : decode(bytes).toString(),
  };
}

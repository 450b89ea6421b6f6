/** A request of the Fetch API as the edge reads it. */
import type { RequestRecord } from '../execution/request-record.ts';
import type { HttpRequest } from './http-request.ts';

/** Reads a request; `address` is the caller's network address. */
export function httpRequestOf(
  { headers, url, method, signal }: Request,
  address: string,
  record?: RequestRecord,
): HttpRequest {
  const { protocol, host, searchParams } = new URL(url);
  return {
    header: (name) => headers.get(name),
    method,
    parameters: searchParams,
    origin: `${protocol}//${(headers.get('host') ?? host).toLowerCase()}`,
    address,
    signal,
    record,
  };
}

/** A request's headers, whoever carries it: `node:http` or the Fetch API. */
import type { IncomingHttpHeaders } from 'node:http';

/** The value of a header by its name in lower case; null if the request has none. */
export type HeaderReader = (name: string) => string | null;

/** Reads headers as `node:http` gives them. */
export function readerOf(headers: IncomingHttpHeaders): HeaderReader {
  return (name) => {
    const value = headers[name];
    if (value === undefined) return null;
    return typeof value === 'string' ? value : value.join(', ');
  };
}

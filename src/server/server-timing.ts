/** The upstream requests of an explained operation in the `Server-Timing` header, for a browser's developer tools. */
import type { UpstreamRequest } from '../execution/explained-transport.ts';

/** All headers of an answer together may have 16 KB for many clients: so many characters are for this one. */
const MAX_LENGTH = 4000;

/** Tells how long each upstream request took. */
export function serverTiming(requests: readonly UpstreamRequest[]): string {
  return joined(requests.map(timing));
}

/** As many as fit into the header, and at its end how many are left out. */
function joined(timings: readonly string[]): string {
  let text = '';
  for (const [index, one] of timings.entries()) {
    if (text.length + one.length > MAX_LENGTH) return `${text}, more;desc="${timings.length - index} more"`;
    text += index === 0 ? one : `, ${one}`;
  }
  return text;
}

function timing(
  { api, datasetId, answeredBy, status, milliseconds }: UpstreamRequest,
  index: number,
): string {
  const words = [api, datasetId, answeredBy, status].filter((word) => word !== null).join(' ');
  // A quoted string of a header: ASCII without quotes and backslashes.
  const description = words.replace(/[^ !#-[\]-~]/g, '?').slice(0, 200);
  return `upstream-${index};desc="${description}";dur=${milliseconds}`;
}

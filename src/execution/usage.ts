/** `extensions.upstream` of an answer: what the operation used of the portal, also if it failed. */
import type { UpstreamMeter } from '../loading/upstream-meter.ts';
import type { UpstreamRequest } from './explained-transport.ts';
import { KeptPart, type Part } from './results.ts';

/** Adds to a result what its operation used. */
export function withUsage(
  result: Part,
  { usage }: UpstreamMeter,
  explanation: readonly UpstreamRequest[] | null,
): Part {
  const upstream = { ...usage, ...(explanation && { requests: explanation }) };
  const extensions = { ...result.extensions, upstream };
  return result instanceof KeptPart ? new KeptPart(result.json, extensions) : { ...result, extensions };
}

/** How long an answer counts as new, by what it is made of. */
import type { Execution } from '../execution/execution.ts';
import { KeptPart, type Part } from '../execution/results.ts';
import type { Freshness } from '../schema/annotations.ts';

/** Seconds for which an answer of each kind counts as new. */
export type Lifetimes = Readonly<Record<Exclude<Freshness, 'caller'>, number>>;

/** True if an answer has nothing of the caller's own in it, and is no error: no links, no quota, no explanation. */
export function isForAll({ operation, explanation }: Execution, result: Part): boolean {
  const isThere = result instanceof KeptPart || Boolean(result.data);
  if (operation?.kind !== 'query' || !isThere || result.errors?.length || explanation) return false;
  return !operation.freshness.has('caller');
}

/** Seconds for which an answer is the same for whoever asks. What is not for all (`isForAll`), and stale answers, are kept by nobody: 0. */
export function lifetimeOf({ operation, meter }: Execution, forAll: boolean, lifetimes: Lifetimes): number {
  if (!operation || !forAll || meter.usage.stale > 0) return 0;
  // An answer about the schema alone may be kept as long as one about datasets.
  let lifetime = lifetimes.dataset;
  for (const kind of operation.freshness)
    lifetime = Math.min(lifetime, kind === 'caller' ? 0 : lifetimes[kind]);
  return lifetime;
}

/** What becomes of wants that share a call where the portal refuses that call. */
import { OdsError } from '../ods/errors.ts';
import { attempt } from './batch.ts';

/** A call that may answer several wants at once. */
export interface SharedCall<W, A> {
  /** Answers these in one call, in their order. */
  ask: (wants: readonly W[]) => Promise<(A | Error)[]>;
  /** Asks for what they have in common only: refused where the portal can answer none of them. */
  askBare?: () => Promise<unknown>;
}

/**
 * Answers wants in one call. Where the portal refuses it, the wants are divided until those stand alone that cannot be
 * answered, so that they take no others down. What would hit everyone (quota, credential, portal away) is the failure
 * of all, and no call is spent on it again.
 */
export async function askTogether<W, A>(wants: readonly W[], call: SharedCall<W, A>): Promise<(A | Error)[]> {
  return settle(wants, await attempt(() => call.ask(wants)), call);
}

/** True where the portal would not take a request as it was: of another one it might answer a part. */
export function isRefusal(outcome: unknown): outcome is OdsError {
  return outcome instanceof OdsError && REFUSALS.has(outcome.details.status ?? 0);
}

/** A bad request, and one that is too large in its body, its URL or its headers. */
const REFUSALS: ReadonlySet<number> = new Set([400, 413, 414, 431]);

async function settle<W, A>(
  wants: readonly W[],
  outcome: (A | Error)[] | Error,
  call: SharedCall<W, A>,
): Promise<(A | Error)[]> {
  if (!(outcome instanceof Error)) return outcome;
  return wants.length > 1 && isRefusal(outcome) ? divide(wants, call) : wants.map(() => outcome);
}

/** Answers wants that were refused together. */
async function divide<W, A>(wants: readonly W[], { ask, askBare }: SharedCall<W, A>): Promise<(A | Error)[]> {
  const middle = Math.floor(wants.length / 2);
  const [one, two] = [wants.slice(0, middle), wants.slice(middle)];
  const first = await attempt(() => ask(one));
  if (first instanceof Error && !isRefusal(first)) return wants.map(() => first);
  // With the first half answered, what is refused is in the second: it is divided without asking for it whole again.
  if (!(first instanceof Error) && two.length > 1) return [...first, ...(await divide(two, { ask }))];
  const second = await attempt(() => ask(two));
  // Both refused: perhaps for what all have in common, such as the filter.
  if (askBare && wants.length > 2 && isRefusal(first) && isRefusal(second)) {
    const bare = await attempt(askBare);
    if (bare instanceof Error) return wants.map(() => bare);
  }
  return [...(await settle(one, first, { ask })), ...(await settle(two, second, { ask }))];
}

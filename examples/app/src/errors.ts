/** What went wrong, in words for people. */
import { CombinedGraphQLErrors, type ErrorLike } from '@apollo/client';

/** What to do about the codes that a user of this app may meet. All of them are in docs/graph.md, under "Errors". */
const ADVICE: ReadonlyMap<unknown, string> = new Map([
  ['GRAPHQL_VALIDATION_FAILED', 'Has this graph the types of the app? That of the embedded portal has.'],
  ['BAD_USER_INPUT', 'Please change what you asked for.'],
  ['UNAUTHENTICATED', 'Please give another key.'],
  ['FORBIDDEN', 'This key may not do that.'],
  ['QUOTA_EXCEEDED', 'The calls of today are used up: please come back later.'],
  ['RATE_LIMITED', 'That was too much at once: please wait a minute.'],
  ['TOO_MANY_OPERATIONS', 'Many people ask just now: please wait a moment.'],
  ['UPSTREAM_TIMEOUT', 'Please try again in a moment.'],
  ['UPSTREAM_UNAVAILABLE', 'Please try again in a moment.'],
  ['OUTCOME_UNKNOWN', 'Please look whether it has happened before you try again.'],
]);

export interface Explanation {
  /** The error's code, for programs and for those who help people; null if no answer came. */
  code: string | null;
  text: string;
}

export function explain(error: ErrorLike): Explanation {
  if (!CombinedGraphQLErrors.is(error))
    return { code: null, text: `The graph cannot be reached: ${error.message}` };
  // One failure stays where it is in the graph, and these operations ask one thing each: the first error says it all.
  const [first] = error.errors;
  const code: unknown = first?.extensions?.code;
  const text = [first?.message, ADVICE.get(code)].filter(Boolean).join(' ');
  return { code: typeof code === 'string' ? code : null, text };
}

/** What becomes of questions that share a call if the portal rejects that call. */
import { OdsError } from '../ods/errors.ts';
import { withoutWords } from '../ods/transport/response-error.ts';
import { asError, attempt } from './attempt.ts';

/** A call that may answer several questions at once. */
export interface SharedCall<Q, A> {
  /** Answers these in one call, in their order. */
  ask: (questions: readonly Q[]) => Promise<(A | Error)[]>;
  /** Asks for what they have in common only: rejected if the portal can answer none of them. */
  askBare?: () => Promise<unknown>;
}

/**
 * Answers questions in one call. If the portal rejects it, the questions are halved until each that cannot be answered
 * stands alone, so that the others are answered all the same. An error that would hit every question (quota, credential,
 * portal away) is the failure of all, and no call is spent on it again. A portal that rejects nearly everything is not
 * asked to the end: what is left then fails with the last rejection.
 */
export async function bisect<Q, A>(questions: readonly Q[], call: SharedCall<Q, A>): Promise<(A | Error)[]> {
  try {
    // Nearly always that is all.
    return await call.ask(questions);
  } catch (error) {
    const patience = new Patience(questions.length);
    patience.note(error);
    const ask = (some: readonly Q[]) => patience.asking(() => call.ask(some));
    return settle(questions, asError(error), { ...call, ask });
  }
}

/** Each call that is answered allows so many more to be rejected. */
const REJECTIONS_FOR_AN_ANSWER = 3;

/** How many more calls may be rejected. At first as many as it takes to find one question that can be answered. */
class Patience {
  #rejections: number;
  #last: OdsError | null = null;

  constructor(questions: number) {
    this.#rejections = 2 * Math.ceil(Math.log2(Math.max(1, questions))) + 2;
  }

  async asking<A>(work: () => Promise<A>): Promise<A> {
    // Without its words, which are about others.
    if (this.#last && this.#rejections <= 0) throw withoutWords(this.#last);
    try {
      const answer = await work();
      this.#rejections += REJECTIONS_FOR_AN_ANSWER;
      return answer;
    } catch (error) {
      this.note(error);
      throw error;
    }
  }

  /** Notes why a call was not answered. */
  note(error: unknown): void {
    if (!isRejection(error)) return;
    this.#last = error;
    this.#rejections -= 1;
  }
}

/** True if the portal would not take a request as it was: of another one it might answer a part. */
export function isRejection(outcome: unknown): outcome is OdsError {
  return outcome instanceof OdsError && REJECTIONS.has(outcome.details.status ?? 0);
}

/** True if the portal found fault with what a request asked, and not with its size. */
export function isBadRequest(outcome: unknown): boolean {
  return isRejection(outcome) && outcome.details.status === 400;
}

/** Statuses of a bad request, and of one that is too large in its body, its URL or its headers. */
const REJECTIONS: ReadonlySet<number> = new Set([400, 413, 414, 431]);

async function settle<Q, A>(
  questions: readonly Q[],
  outcome: (A | Error)[] | Error,
  call: SharedCall<Q, A>,
): Promise<(A | Error)[]> {
  if (!(outcome instanceof Error)) return outcome;
  return questions.length > 1 && isRejection(outcome) ? halve(questions, call) : questions.map(() => outcome);
}

/** Answers questions that were rejected together. */
async function halve<Q, A>(
  questions: readonly Q[],
  { ask, askBare }: SharedCall<Q, A>,
): Promise<(A | Error)[]> {
  const middle = Math.floor(questions.length / 2);
  const [one, two] = [questions.slice(0, middle), questions.slice(middle)];
  const first = await attempt(() => ask(one));
  if (first instanceof Error && !isRejection(first)) return questions.map(() => first);
  // With the first half answered, what is rejected is in the second: it is halved without asking for it whole again.
  if (!(first instanceof Error) && two.length > 1) return [...first, ...(await halve(two, { ask }))];
  const second = await attempt(() => ask(two));
  // Both were rejected: perhaps for what all have in common, such as the filter.
  if (askBare && questions.length > 2 && isRejection(first) && isRejection(second)) {
    const bare = await attempt(askBare);
    if (bare instanceof Error) return questions.map(() => bare);
  }
  return [...(await settle(one, first, { ask })), ...(await settle(two, second, { ask }))];
}

import { OdsError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { Redacts } from '../redaction.ts';
import type { JsonAnswer } from './answer.ts';
import type { ReadCall } from './call.ts';
import { wordsOf } from './response-error.ts';

/** Gives the answer back if it is one of the call's API; tells the portal's own words if it is an error with a 200. */
export function requireAnswer(call: ReadCall, answer: JsonAnswer, secrets: Redacts): JsonAnswer {
  const { json } = answer;
  const words = wordsOf(json, secrets);
  const isError = isObject(json) && (json.error ?? json.errorcode ?? null) !== null;
  const invalid = (message: string) => {
    const said = words === null ? '' : ` It says: ${words}`;
    return new OdsError('UPSTREAM_INVALID_RESPONSE', `${message}${said}`, { status: 200 });
  };
  if (isError) throw invalid('The portal answered 200 with an error.');
  try {
    call.read(answer);
    return answer;
  } catch (error) {
    throw error instanceof OdsError ? invalid(error.message) : error;
  }
}

/** The real-time push API: `/api/push/1.0/<dataset>/<resource>/`. */

import { badInput, OdsError } from './errors.ts';
import { readInstant } from './instant.ts';
import { isObject, type JsonObject, readObject, readObjects, readText, tryParseJson } from './json.ts';
import { Redaction } from './redaction.ts';
import type { ChangeCall } from './transport/call.ts';
import { Credential } from './transport/credential.ts';
import type { QuotaState } from './transport/quota.ts';
import { wordsOf } from './transport/response-error.ts';
import type { Session } from './transport/session.ts';

/** The most that one push may carry, in bytes of JSON: the API says "5 MB", and this is under either meaning of it. */
export const MAX_PUSH_BYTES = 5 * 1000 * 1000;

/** Where records are pushed to, and the key that allows it. The key is a secret. */
export interface PushTarget {
  datasetId: string;
  resourceId: string;
  pushKey: string;
}

/** Add records (or replace those of the same unique id), or remove those with the same values. */
export type PushAction = 'push' | 'delete';

/** Some of the records of a push, as one request carries them. */
export interface PushPart {
  /** Index of the first record among all. */
  from: number;
  /** Index of the last. */
  to: number;
  /** A JSON array of the records. */
  body: string;
  /** Size of the body. */
  bytes: number;
}

/**
 * Splits records into requests of at most `maxBytes`, by the size of their JSON, in their order, each as full as it can
 * be. A record that is too large for any request is refused by its index.
 */
export function splitBySize(
  records: readonly Record<string, unknown>[],
  argument: string,
  maxBytes = MAX_PUSH_BYTES,
): PushPart[] {
  const parts: PushPart[] = [];
  let texts: string[] = [];
  /** With the brackets of the array. */
  let bytes = 2;
  const finish = (end: number) => {
    if (texts.length > 0)
      parts.push({ from: end - texts.length, to: end - 1, body: `[${texts.join(',')}]`, bytes });
    texts = [];
    bytes = 2;
  };
  for (const [index, record] of records.entries()) {
    const text = JSON.stringify(record);
    const size = Buffer.byteLength(text);
    if (size + 2 > maxBytes) {
      throw badInput(
        `${argument}[${index}]`,
        `this record is ${size} bytes of JSON, and one request to the portal may carry ${maxBytes} (with two brackets). Nothing was sent.`,
      );
    }
    if (bytes + (texts.length > 0 ? 1 : 0) + size > maxBytes) finish(index);
    bytes += (texts.length > 0 ? 1 : 0) + size;
    texts.push(text);
  }
  finish(records.length);
  return parts;
}

/** `POST …/push/` or `POST …/delete/`: done once the portal says that it has received them; searchable soon after. */
export async function push(
  session: Session,
  target: PushTarget,
  action: PushAction,
  body: string,
): Promise<void> {
  const call = callOf(target, `${action}/`);
  await confirmed(call, () => session.transport.post(pushing(session, target), call, body));
}

/** `GET …/<record>/delete/`: false if the portal has nothing under these ids. */
export async function deletePushed(session: Session, target: PushTarget, recordId: string): Promise<boolean> {
  const call = callOf(target, `${encodeURIComponent(recordId)}/delete/`);
  try {
    await confirmed(call, () => session.transport.getChange(pushing(session, target), call));
    return true;
  } catch (error) {
    if (error instanceof OdsError && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}

function callOf({ datasetId, resourceId, pushKey }: PushTarget, rest: string): ChangeCall {
  return {
    path: `/api/push/1.0/${encodeURIComponent(datasetId)}/${encodeURIComponent(resourceId)}/${rest}`,
    parameters: [['pushkey', pushKey]],
    datasetId,
    secrets: new Redaction([pushKey], '[push key]'),
  };
}

/** What is known of the quota that pushes with a key are counted on. */
export async function pushQuota({ transport }: Session, pushKey: string): Promise<QuotaState | null> {
  return (await transport.quotaOf(Credential.pushing(pushKey))) ?? null;
}

/** The push key is all that this API asks for, and pushes are counted under it: reads have another quota. */
function pushing(session: Session, { pushKey }: PushTarget): Session {
  return { ...session, credential: Credential.pushing(pushKey) };
}

/** `{"status": "OK"}` in the documentation, `"ok"` from portals: nothing else is a success. */
async function confirmed({ secrets }: ChangeCall, send: () => Promise<unknown>): Promise<void> {
  try {
    const json = await send();
    const answer = isObject(json) ? json : {};
    if (readText(answer.status)?.toLowerCase() === 'ok') return;
    const own = wordsOf(json, secrets);
    const message = 'The portal answered 200 without the status "ok" that confirms a push';
    // Without a word of an error, nothing says that it was not carried out.
    throw own === null
      ? new OdsError('OUTCOME_UNKNOWN', `${message}: it may have been carried out, or not.`, { status: 200 })
      : new OdsError('UPSTREAM_INVALID_RESPONSE', `${message}: ${own}`, { status: 200 });
  } catch (error) {
    throw error instanceof OdsError ? withoutCause(error) : error;
  }
}

/** The cause of an error may hold the request, and with it the key: what is left of it is its code. */
function withoutCause({ code, message, details, cause }: OdsError): OdsError {
  const ofSystem =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const left = ofSystem === '' ? undefined : Object.assign(new Error(ofSystem), { code: ofSystem });
  return new OdsError(code, message, details, left);
}

/** Reads records that were pushed, and when, as they were written as JSON; null if the text is nothing of the kind. */
export function readPushed(text: string): { records: JsonObject[]; at: Date } | null {
  const { records, at } = readObject(tryParseJson(text));
  const instant = readInstant(at);
  return instant && { records: readObjects(records), at: instant };
}

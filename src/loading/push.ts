import { digest } from '../ods/digest.ts';
import { badInput, OdsError, type OdsErrorCode } from '../ods/errors.ts';
import { DATASET_ID, IDENTIFIER, requireIdentifier } from '../ods/identifier.ts';
import {
  deletePushed,
  type PushAction,
  type PushPart,
  type PushTarget,
  push,
  pushQuota,
  splitBySize,
} from '../ods/push.ts';
import type { Session } from '../ods/transport/session.ts';
import { checkFieldNames, type FieldSource } from './pushed-fields.ts';
import type { Quota } from './quota.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

type PushedRecord = Record<string, unknown>;

/** The resource of a dataset that takes records, as a caller names it. */
export interface PushTargetInput {
  datasetId: string;
  resourceId: string;
  pushKey?: string | null | undefined;
}

export interface PushRecordsInput extends PushTargetInput {
  records: readonly PushedRecord[];
  allowUnknownFields?: boolean | null | undefined;
}

/** Why records were not accepted: the request failed, or it was never sent, since one before it had failed. */
export type PushFailureCode = OdsErrorCode | 'NOT_SENT';

/** Records of one range that were not accepted, and why. Both indexes are of the input, and included. */
export interface PushFailure {
  fromIndex: number;
  toIndex: number;
  code: PushFailureCode;
  message: string;
}

export interface PushOutcome {
  accepted: number;
  requests: number;
  failures: PushFailure[];
  quota: Quota | null;
}

export interface DeleteOutcome {
  recordId: string;
  /** False if the portal has nothing of this id. */
  deleted: boolean;
  quota: Quota | null;
}

/** Records that the portal has just accepted. */
export interface AcceptedRecords {
  datasetId: string;
  records: readonly PushedRecord[];
  at: Date;
  /** Size of their JSON. */
  bytes: number;
}

/** A change that a caller asked for, and what became of it: for whoever has to account for changes. */
export interface AskedChange {
  action: PushAction | 'delete by id';
  /** Null if the request was refused before it named a resource that can be. */
  target: { datasetId: string; resourceId: string } | null;
  /** A digest of the push key that the caller gave, or `server` for one that this server holds. */
  key: string | null;
  /** How many records it was about, and how many of them the portal has accepted or removed. */
  records: number;
  accepted: number;
  /** Requests that its push key has left, as the portal said last; null if it has not said. */
  quotaRemaining: number | null;
  /** Why it failed, or a part of it; null if it did not. */
  error: unknown;
}

/** The keys that a caller may push with, and who is told of it. */
export interface PushRights {
  /** The key that this server holds, for callers that may use it; throws a sentence for the others. */
  serverKey: (datasetId: string, resourceId: string) => string;
  /** Where the fields of the datasets are learnt that a caller pushes to. */
  fields: FieldSource;
  onAccepted: (accepted: AcceptedRecords) => void;
  /** Told of every change, also of one that was refused. */
  onChange: (change: AskedChange) => void;
}

const PUSH_KEY = /^[\x21-\x7e]{1,500}$/;

/** Pushes records for one caller. Nothing here shares a call: each request is a change, made once and in order. */
export class Pusher {
  readonly #session: Session;
  readonly #meter: UpstreamMeter;
  readonly #rights: PushRights;

  constructor(session: Session, meter: UpstreamMeter, rights: PushRights) {
    this.#session = session;
    this.#meter = meter;
    this.#rights = rights;
  }

  /** Adds records, or removes those with the same values: one request after the other, until one fails. */
  records(input: PushRecordsInput, action: PushAction): Promise<PushOutcome> {
    return this.#accounted(action, input, input.records.length, async (target, change) => {
      const parts = splitBySize(input.records, 'input.records');
      if (!input.allowUnknownFields) await this.#checkFieldNames(input);
      return this.#meter.track(() => this.#sendAll(target, action, parts, input.records, change));
    });
  }

  #checkFieldNames({ records, datasetId }: PushRecordsInput): Promise<void> {
    return checkFieldNames(records, datasetId, this.#rights.fields);
  }

  /** Removes one record. */
  delete(input: PushTargetInput & { recordId: string }): Promise<DeleteOutcome> {
    const { recordId } = input;
    return this.#accounted('delete by id', input, 1, async (target, change) => {
      requireIdentifier(recordId, IDENTIFIER, 'input.recordId');
      const deleted = await this.#meter.track(() => deletePushed(this.#session, target, recordId));
      change.accepted = deleted ? 1 : 0;
      return { recordId, deleted, quota: await this.#quotaOf(target, change) };
    });
  }

  /** The quota that these pushes are counted on. */
  async #quotaOf({ pushKey }: PushTarget, change: AskedChange): Promise<Quota | null> {
    const state = await pushQuota(this.#session, pushKey);
    change.quotaRemaining = state?.remaining ?? null;
    return state && { ...state, scope: 'PUSH_KEY' };
  }

  /** Makes a change, and tells what became of it. */
  async #accounted<T>(
    action: AskedChange['action'],
    input: PushTargetInput,
    records: number,
    make: (target: PushTarget, change: AskedChange) => Promise<T>,
  ): Promise<T> {
    const change: AskedChange = {
      action,
      target: null,
      key: null,
      records,
      accepted: 0,
      quotaRemaining: null,
      error: null,
    };
    try {
      const target = this.#target(input);
      const { datasetId, resourceId } = target;
      change.target = { datasetId, resourceId };
      change.key = typeof input.pushKey === 'string' ? digest(input.pushKey) : 'server';
      return await make(target, change);
    } catch (error) {
      change.error = error;
      throw error;
    } finally {
      this.#rights.onChange(change);
    }
  }

  async #sendAll(
    target: PushTarget,
    action: PushAction,
    parts: readonly PushPart[],
    records: readonly PushedRecord[],
    change: AskedChange,
  ): Promise<PushOutcome> {
    const outcome: PushOutcome = { accepted: 0, requests: 0, failures: [], quota: null };
    const session: Session = {
      ...this.#session,
      onCall: (path) => {
        outcome.requests += 1;
        this.#session.onCall?.(path);
      },
    };
    for (const [index, part] of parts.entries()) {
      if (session.signal?.aborted) {
        outcome.failures = notSent(parts.slice(index), 'the caller went away before.');
        break;
      }
      const error = await this.#send(session, target, action, part);
      if (error) {
        change.error = error;
        outcome.failures = [
          failureOf(error, part),
          ...notSent(parts.slice(index + 1), 'the request before it failed.'),
        ];
        break;
      }
      outcome.accepted += part.to - part.from + 1;
      change.accepted = outcome.accepted;
      if (action === 'push') this.#tell(target, part, records);
    }
    outcome.quota = await this.#quotaOf(target, change);
    return outcome;
  }

  async #send(
    session: Session,
    target: PushTarget,
    action: PushAction,
    { body }: PushPart,
  ): Promise<OdsError | null> {
    try {
      await push(session, target, action, body);
      return null;
    } catch (error) {
      if (!(error instanceof OdsError)) throw error;
      return error;
    }
  }

  #tell({ datasetId }: PushTarget, { from, to, bytes }: PushPart, records: readonly PushedRecord[]): void {
    this.#rights.onAccepted({ datasetId, records: records.slice(from, to + 1), at: new Date(), bytes });
  }

  #target({ datasetId, resourceId, pushKey }: PushTargetInput): PushTarget {
    requireIdentifier(datasetId, DATASET_ID, 'input.datasetId');
    requireIdentifier(resourceId, IDENTIFIER, 'input.resourceId');
    if (pushKey === undefined || pushKey === null) {
      return { datasetId, resourceId, pushKey: this.#rights.serverKey(datasetId, resourceId) };
    }
    if (!PUSH_KEY.test(pushKey)) {
      throw badInput('input.pushKey', 'a push key is 1 to 500 printable characters without spaces.');
    }
    return { datasetId, resourceId, pushKey };
  }
}

/** How a message names a record by its number. */
const NUMBERED_RECORD = /\b([Rr]ecord )(\d{1,9})\b/g;

/** A portal counts the records of one request; its message is told in the indexes of the input. */
function failureOf({ code, message, details }: OdsError, { from, to }: PushPart): PushFailure {
  const failure = { fromIndex: from, toIndex: to, code };
  const { recordIndex } = details;
  if (from === 0) return { ...failure, message };
  if (recordIndex !== undefined && recordIndex <= to - from) {
    const own = (text: string, word: string, number: string) =>
      Number(number) === recordIndex ? `${word}${from + recordIndex}` : text;
    return { ...failure, message: message.replace(NUMBERED_RECORD, own) };
  }
  const hint =
    details.status === 400
      ? ` (If it names a record by its number, it counts from input.records[${from}].)`
      : '';
  return { ...failure, message: message + hint };
}

/** The records that were never sent, as one range. */
function notSent(parts: readonly PushPart[], reason: string): PushFailure[] {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) return [];
  return [
    {
      fromIndex: first.from,
      toIndex: last.to,
      code: 'NOT_SENT',
      message: `Not sent to the portal: ${reason}`,
    },
  ];
}

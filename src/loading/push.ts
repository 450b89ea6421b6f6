import { digest } from '../ods/digest.ts';
import { badInput, OdsError, type OdsErrorCode } from '../ods/errors.ts';
import { DATASET_ID, IDENTIFIER, requireIdentifier } from '../ods/identifier.ts';
import {
  deletePushed,
  type PushAction,
  type PushPart,
  type PushTarget,
  push,
  splitBySize,
} from '../ods/push.ts';
import type { Session } from '../ods/transport/session.ts';
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
  /** Why it failed, or a part of it; null if it did not. */
  error: unknown;
}

/** The keys that a caller may push with, and who is told of it. */
export interface PushRights {
  /** The key that this server holds, for callers that may use it; throws a sentence for the others. */
  serverKey: (datasetId: string, resourceId: string) => string;
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
      return this.#meter.track(this.#sendAll(target, action, parts, input.records, change));
    });
  }

  /** Removes one record; false if the portal has none of this id. */
  delete(input: PushTargetInput & { recordId: string }): Promise<boolean> {
    return this.#accounted('delete by id', input, 1, async (target, change) => {
      requireIdentifier(input.recordId, IDENTIFIER, 'input.recordId');
      const deleted = await this.#meter.track(deletePushed(this.#session, target, input.recordId));
      change.accepted = deleted ? 1 : 0;
      return deleted;
    });
  }

  /** Makes a change, and tells what became of it. */
  async #accounted<T>(
    action: AskedChange['action'],
    input: PushTargetInput,
    records: number,
    make: (target: PushTarget, change: AskedChange) => Promise<T>,
  ): Promise<T> {
    const change: AskedChange = { action, target: null, key: null, records, accepted: 0, error: null };
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
    const outcome: PushOutcome = { accepted: 0, requests: 0, failures: [] };
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
        const { from, to } = part;
        const failure = { fromIndex: from, toIndex: to, code: error.code, message: error.message };
        outcome.failures = [failure, ...notSent(parts.slice(index + 1), 'the request before it failed.')];
        break;
      }
      outcome.accepted += part.to - part.from + 1;
      change.accepted = outcome.accepted;
      if (action === 'push') this.#tell(target, part, records);
    }
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

import { Cancellation } from '../ods/cancellation.ts';
import { OdsError, type OdsErrorCode } from '../ods/errors.ts';
import type { JsonAnswer } from '../ods/transport/answer.ts';
import type { Caller, Lookup, ReadCall } from '../ods/transport/call.ts';
import { errorOfFailure, withoutWords } from '../ods/transport/response-error.ts';
import type { DirectTransport } from '../ods/transport/transport.ts';
import { attempt } from './attempt.ts';
import { bisect, isBadRequest, isRejection } from './bisect.ts';
import { MAX_BATCH } from './lookups.ts';
import { unite } from './projection.ts';

/** A lookup that waits for its answer. */
interface Member {
  readonly caller: Caller;
  readonly call: ReadCall;
  readonly lookup: Lookup;
  readonly settle: (outcome: JsonAnswer | Error) => void;
}

/** The ids of portals are like this. Any other is asked alone, so that it cannot make others be refused. */
const PLAIN_ID = /^[\w.@-]{1,200}$/;

/** So many lookups are asked alone before the others, if a call failed: one of them may be the reason, hardly both. */
const WITNESSES = 2;

/** Errors that would hit every lookup alike, whatever it asks for. */
const OF_ALL: ReadonlySet<OdsErrorCode> = new Set(['QUOTA_EXCEEDED', 'UNAUTHENTICATED', 'UPSTREAM_TIMEOUT']);

/**
 * Lookups of one topic and credential, which are asked together.
 *
 * Each gets the answer that it would have got alone. One whose thing the joint answer misses is asked alone. If the
 * portal rejects the joint call, it is halved until those that it refuses stand alone (see bisect.ts); if it fails on
 * it, each is asked alone, since one of them may be the reason, unless the portal fails on the first of them as well. An error is the error of all only if it says nothing of
 * what was asked. A caller that leaves disturbs no other; the call ends early only when all have left.
 */
export class Batch {
  readonly #transport: DirectTransport;
  readonly #topic: Lookup;
  readonly #members = new Set<Member>();
  readonly #ids = new Set<string>();
  readonly #abort = new Cancellation();

  constructor(transport: DirectTransport, topic: Lookup) {
    this.#transport = transport;
    this.#topic = topic;
  }

  /** True if the lookup may be asked with others. */
  static takes({ ids }: Lookup): boolean {
    return ids.length < MAX_BATCH && ids.every((id) => PLAIN_ID.test(id));
  }

  get size(): number {
    return this.#members.size;
  }

  get isFull(): boolean {
    return this.#ids.size >= MAX_BATCH;
  }

  hasRoomFor({ ids }: Lookup): boolean {
    return this.#ids.size + ids.filter((id) => !this.#ids.has(id)).length <= MAX_BATCH;
  }

  /** Adds a lookup, and gives its answer. */
  add(caller: Caller, call: ReadCall, lookup: Lookup): Promise<JsonAnswer> {
    return new Promise((resolve, reject) => {
      const { signal } = caller;
      const member: Member = {
        caller,
        call,
        lookup,
        settle: (outcome) => {
          signal?.removeEventListener('abort', leave);
          this.#members.delete(member);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      const leave = () => {
        member.settle(errorOfFailure(signal?.reason, this.#transport.url));
        if (this.#members.size === 0) this.#abort.abort(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#members.add(member);
      for (const id of lookup.ids) this.#ids.add(id);
    });
  }

  /** Asks the portal for all that have not left. */
  async ask(): Promise<void> {
    const members = [...this.#members];
    if (members.length === 0) return;
    const outcomes = await bisect(members, {
      ask: async (some) => {
        const [only] = some;
        if (!only || some.length > 1) return this.#together(some);
        const outcome = await attempt(() => this.#alone(only));
        // Any error but a rejection is that lookup's own: thrown, it would be taken for the others' too.
        if (isRejection(outcome)) throw outcome;
        only.settle(outcome);
        return [outcome];
      },
    });
    members.forEach((member, index) => {
      member.settle(outcomes[index] ?? new Error('A lookup without an answer.'));
    });
  }

  /** As if nobody else had asked. */
  #alone({ caller, call }: Member): Promise<JsonAnswer> {
    return this.#transport.getAnswer(caller, call);
  }

  async #together(members: readonly Member[]): Promise<(JsonAnswer | Error)[]> {
    const paths: string[] = [];
    let retrier: Caller | undefined;
    const told = {
      onCall: (path: string) => (retrier ? retrier.onCall?.(path) : void paths.push(path)),
      refuse: () => {
        const { caller, refusal } = this.#retrierOf(members);
        retrier = caller;
        return refusal;
      },
    };
    const joint = await attempt(() => this.#joint(members, told));
    const answers = joint instanceof Error ? [] : this.#split(members, joint);
    // It is the call of the first that it answered: it is shared by the others, and those that it missed have their own.
    const payer = members.find((_, index) => answers[index]) ?? members[0];
    for (const path of paths) payer?.caller.onCall?.(path);
    if (joint instanceof Error) {
      if (isRejection(joint)) throw joint;
      if (this.#isOfAll(joint)) return members.map(() => withoutWords(joint));
      return this.#eachAlone(members, joint);
    }
    members.forEach((member, index) => {
      const answer = answers[index];
      if (!answer) return;
      if (member !== payer) member.caller.onCacheStatus?.('shared');
      member.settle(answer);
    });
    const missed = members.filter((_, index) => !answers[index]);
    const outcomes = (await this.#missed(missed)).values();
    return members.map(
      (_, index) => answers[index] ?? outcomes.next().value ?? new Error('A lookup too few.'),
    );
  }

  /**
   * Asks alone what a joint call has missed. If nothing was seen yet of whether the portal understands such calls, the
   * first tells: if it is there, the call was not understood, and the others are asked otherwise.
   */
  async #missed(members: readonly Member[]): Promise<(JsonAnswer | Error)[]> {
    const [witness, ...rest] = members;
    const { understanding } = this.#topic;
    if (!witness || !understanding || understanding.isProven || understanding.isBroken)
      return this.#eachOf(members);
    const others = rest.length < WITNESSES ? this.#eachOf(rest) : null;
    const first = await this.#settleAlone(witness);
    const isThere = !(first instanceof Error);
    if (isThere) understanding.break();
    if (others || !isThere) return [first, ...(await (others ?? this.#eachOf(rest)))];
    const joint = await attempt(() => this.#together(rest));
    return [first, ...(joint instanceof Error ? await this.#eachOf(rest) : joint)];
  }

  #eachOf(members: readonly Member[]): Promise<(JsonAnswer | Error)[]> {
    return Promise.all(members.map((member) => this.#settleAlone(member)));
  }

  /** If the portal fails on the first of them as it failed on all, it fails whatever is asked: the others spare it. */
  async #eachAlone(members: readonly Member[], joint: Error): Promise<(JsonAnswer | Error)[]> {
    const rest = members.slice(WITNESSES);
    const first = await this.#eachOf(members.slice(0, WITNESSES));
    const isOfAll = joint instanceof OdsError && first.every((outcome) => isAlike(outcome, joint));
    return isOfAll
      ? [...first, ...rest.map(() => withoutWords(joint))]
      : [...first, ...(await this.#eachOf(rest))];
  }

  /** At once: nobody waits for what others have to be asked alone. */
  async #settleAlone(member: Member): Promise<JsonAnswer | Error> {
    const outcome = await attempt(() => this.#alone(member));
    member.settle(outcome);
    return outcome;
  }

  /** One that stays and may spend a call more, for which the joint call is made again; or why there is none. */
  #retrierOf(members: readonly Member[]): { caller?: Caller; refusal: Error | null } {
    let refusal: Error | null = null;
    for (const member of members) {
      if (!this.#members.has(member)) continue;
      refusal = member.caller.refuse?.() ?? null;
      if (!refusal) return { caller: member.caller, refusal };
    }
    return { refusal };
  }

  async #joint(
    members: readonly Member[],
    told: Required<Pick<Caller, 'onCall' | 'refuse'>>,
  ): Promise<JsonAnswer> {
    const [first] = members;
    if (!first) throw new Error('A call for nobody.');
    const ids = new Set(members.flatMap(({ lookup }) => lookup.ids));
    const fields = members.map(({ lookup }) => lookup.fields).reduce(unite);
    const { credential } = first.caller;
    const caller = { credential, ...told, signal: this.#abort };
    return this.#understood(ids, () =>
      this.#transport.getAnswer(caller, this.#topic.callFor([...ids], fields)),
    );
  }

  /** Asks once more, in the other way that there is, if the portal shows that it did not understand the first. */
  async #understood(ids: ReadonlySet<string>, ask: () => Promise<JsonAnswer>): Promise<JsonAnswer> {
    const { understanding } = this.#topic;
    if (!understanding || understanding.isBroken) return ask();
    const answer = await attempt(ask);
    if (answer instanceof Error) {
      if (understanding.isProven || !isBadRequest(answer)) throw answer;
      understanding.break();
      const other = await attempt(ask);
      if (!(other instanceof Error)) return other;
      // It refuses what is asked, and not how.
      understanding.forget();
      throw answer;
    }
    if (this.#topic.isExact(answer.json, ids)) {
      if (this.#topic.thingsIn(answer.json).size > 1) understanding.prove();
      return answer;
    }
    understanding.break();
    return ask();
  }

  /** The answer of each lookup; none for one that has to be asked alone. */
  #split(members: readonly Member[], { json, headers, length }: JsonAnswer): (JsonAnswer | undefined)[] {
    const things = this.#topic.thingsIn(json);
    const isExact = this.#topic.isExact(json, this.#ids);
    // Who keeps it counts its bytes: writing it again to measure it would cost more than all the rest.
    const lengthOfOne = Math.ceil(length / this.#ids.size);
    return members.map(({ lookup }) => {
      const part = lookup.jsonOf(things, isExact);
      return part === undefined
        ? undefined
        : { json: part, headers, length: lengthOfOne * lookup.ids.length };
    });
  }

  /** True of an error that each of the lookups would have had alone. */
  #isOfAll(error: unknown): error is OdsError {
    if (!(error instanceof OdsError)) return false;
    const { code, details } = error;
    // What cannot be reached is away for all, and so are the records of a dataset that is not there.
    if (code === 'UPSTREAM_UNAVAILABLE') return details.status === undefined;
    if (code === 'NOT_FOUND') return this.#topic.ofOneDataset;
    return OF_ALL.has(code);
  }
}

function isAlike(outcome: unknown, { code }: OdsError): boolean {
  return outcome instanceof OdsError && outcome.code === code;
}

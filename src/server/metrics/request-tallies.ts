/** Requests in numbers: operations by name and outcome, and what they used of the portal. */
import { codesOf } from '../../execution/error-codes.ts';
import type { Operation } from '../../execution/operation.ts';
import { outcomeOf } from '../../execution/request-log.ts';
import type { RequestRecord } from '../../execution/request-record.ts';
import type { Upstream } from '../../loading/upstream-meter.ts';
import { Latency } from './latency.ts';

/**
 * Operations that are counted by their names. A name is the caller's, and each is a time series for as long as Prometheus
 * keeps it: whoever invents names fills this table once, and adds nothing after that.
 */
const MAX_NAMES = 200;
const MAX_NAME = 100;

/** Beyond those, without a name, and what was no operation of the schema: no name can have a bracket in it. */
const OTHERS = '(others)';
const ANONYMOUS = '(anonymous)';
const INVALID = '(invalid)';

/** The operations of one name. */
export class OperationTally {
  readonly name: string;
  readonly kind: string;
  readonly latency = new Latency();
  ok = 0;
  /** How often each other outcome was; all of them are codes of this server. */
  readonly failures = new Map<string, number>();

  constructor(name: string, kind: string) {
    this.name = name;
    this.kind = kind;
  }
}

export class RequestTallies {
  /** By name and kind. */
  readonly #operations = new Map<string, OperationTally>();
  readonly #known = new WeakMap<Operation, OperationTally>();
  readonly #invalid = this.#named(INVALID, 'none');
  /** Answers over HTTP, by status. */
  readonly statuses = new Map<number, number>();
  /** Answers that ended before they were whole. */
  brokenOff = 0;
  bytes = 0;
  readonly answered = { called: 0, shared: 0, cached: 0, stale: 0 };

  get operations(): Iterable<OperationTally> {
    return this.#operations.values();
  }

  count(record: RequestRecord): void {
    const { status, bytes, kind, usage } = record;
    if (kind === 'probe') return;
    if (record.isBrokenOff) this.brokenOff += 1;
    else if (status !== null) this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (bytes !== null) this.bytes += bytes;
    if (kind !== 'operation') return;
    this.#countOperation(record);
    if (usage && isWhole(usage)) this.#countAnswers(usage);
  }

  #countOperation(record: RequestRecord): void {
    const { operation, errors, start } = record;
    const tally = operation ? (this.#known.get(operation) ?? this.#tallyOf(operation)) : this.#invalid;
    if (errors.length === 0 && !record.isBrokenOff) tally.ok += 1;
    else {
      const outcome = outcomeOf(record, record.isBrokenOff ? [] : codesOf(errors));
      tally.failures.set(outcome, (tally.failures.get(outcome) ?? 0) + 1);
    }
    // How long somebody listened says nothing of how fast it was.
    if (operation?.kind !== 'subscription') tally.latency.observe((performance.now() - start) / 1000);
  }

  #countAnswers({ calls, shared, cached, stale }: Upstream): void {
    this.answered.called += calls;
    this.answered.shared += shared;
    this.answered.cached += cached - stale;
    this.answered.stale += stale;
  }

  #tallyOf(operation: Operation): OperationTally {
    const { name, kind } = operation;
    const tally = this.#named(name === null ? ANONYMOUS : name.slice(0, MAX_NAME), kind);
    this.#known.set(operation, tally);
    return tally;
  }

  #named(name: string, kind: string): OperationTally {
    const key = `${kind} ${name}`;
    const known = this.#operations.get(key);
    if (known) return known;
    if (this.#operations.size >= MAX_NAMES && name !== OTHERS) return this.#named(OTHERS, kind);
    const tally = new OperationTally(name, kind);
    this.#operations.set(key, tally);
    return tally;
  }
}

function isWhole(usage: Pick<Upstream, 'calls'>): usage is Upstream {
  return 'cached' in usage;
}

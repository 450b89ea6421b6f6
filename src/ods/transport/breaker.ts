import { LRUCache } from 'lru-cache';

export interface BreakerOptions {
  /** So many failures in a row open a circuit; 0 opens none. */
  failures: number;
  /** Milliseconds after which the portal is looked at again. */
  probeInterval: number;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told when the way to the portal is closed to all calls, or open to them again. */
  onChange?: ((isOpen: boolean) => void) | undefined;
}

/** How a call failed. */
export interface Failure {
  /** No connection came about: that says something of the portal, whatever was asked. */
  isUnreachable: boolean;
  isTimeout: boolean;
  /** When the portal wants to be asked again. */
  retryAt: Date | null;
}

/** Why a call is not made now. */
export interface Refusal {
  /** When it may be made, if the portal is well again by then. */
  retryAt: Date;
  /** True once in each interval: who is refused has the portal looked at. */
  isProbeDue: boolean;
}

/** Failures that are further apart than these milliseconds are not in a row. */
const ROW = 60_000;

/** A call that took all the time that it had says as much as so many others. */
const TIMEOUT_WEIGHT = 3;

/** A failure in so many datasets at least says something of the portal. */
const DATASETS = 2;

/** So many circuits are kept. */
const MAX_TOPICS = 1000;

/** After so many intervals in which nobody asked, what was known of the portal says nothing any more. */
const FORGOTTEN_AFTER = 2;

/**
 * Keeps calls from a portal that has just failed, since they would wait for nothing and hinder it from recovering.
 *
 * There is one circuit for the portal and one for each topic (the reads of a dataset, or of the catalog), so that one
 * broken dataset keeps nobody from the others. A file or a change has none: why it failed may be its own. A topic's circuit opens after failures of its own in a row. The
 * portal's opens after as many of which no success lies between, if they are of two datasets at least, or if no
 * connection came about; and with `Retry-After`, for as long as that says. While one is open, a probe for each interval
 * tells whether it can be closed.
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #portal = new Circuit();
  readonly #topics = new LRUCache<string, Circuit>({ max: MAX_TOPICS });
  /** The datasets of the portal's failures in a row. */
  readonly #datasets = new Set<string>();

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  /** True if nothing has failed: nothing needs to be asked or told then. */
  get isClear(): boolean {
    return this.#portal.isClear && this.#topics.size === 0;
  }

  /** True if no call is made to the portal. */
  get isOpen(): boolean {
    return this.#portal.probeAt !== null;
  }

  /** Null if a call about the topic may be made; about the portal only if there is none. */
  refusal(topic: string | null): Refusal | null {
    const ofPortal = this.#refusalBy(this.#portal);
    if (ofPortal || topic === null) return ofPortal;
    const circuit = this.#topics.get(topic);
    return circuit ? this.#refusalBy(circuit) : null;
  }

  #refusalBy(circuit: Circuit): Refusal | null {
    const { probeAt } = circuit;
    if (probeAt === null) return null;
    const { now, probeInterval } = this.#options;
    const time = now();
    if (time >= probeAt + FORGOTTEN_AFTER * probeInterval) {
      this.#close(circuit);
      return null;
    }
    // A clock that was put back keeps nothing shut.
    const isProbeDue = time >= probeAt || time < circuit.failedAt;
    if (isProbeDue) circuit.probeAt = time + probeInterval;
    return { retryAt: new Date(circuit.probeAt ?? time), isProbeDue };
  }

  /** Notes that the portal answered a call about a topic. */
  succeeded(topic: string | null): void {
    // What was sent before it opened says nothing of now.
    if (this.isOpen) return;
    this.#portal.close();
    this.#datasets.clear();
    const circuit = topic === null ? undefined : this.#topics.get(topic);
    if (circuit?.probeAt === null && topic !== null) this.#topics.delete(topic);
  }

  /** Notes that a call failed. */
  failed(topic: string | null, datasetId: string | undefined, failure: Failure): void {
    const { failures } = this.#options;
    const { isUnreachable, retryAt } = failure;
    if (failures === 0 || (topic === null && !isUnreachable && !retryAt)) return;
    const weight = failure.isTimeout ? TIMEOUT_WEIGHT : 1;
    const time = this.#options.now();
    if (!this.#portal.isInRow(time)) this.#datasets.clear();
    this.#datasets.add(datasetId ?? '');
    const ofPortal = this.#portal.count(weight, time) >= failures;
    if (retryAt) this.#open(this.#portal, retryAt.getTime());
    else if (ofPortal && (isUnreachable || this.#datasets.size >= DATASETS)) this.#open(this.#portal);
    if (topic === null || isUnreachable) return;
    const circuit = this.#topics.get(topic) ?? new Circuit();
    this.#topics.set(topic, circuit);
    if (circuit.count(weight, time) >= failures) this.#open(circuit);
  }

  /** Notes what a look at the portal, or at what a topic is about, has shown. */
  probed(topic: string | null, failure: Failure | null): void {
    const circuit = this.isOpen || topic === null ? this.#portal : this.#topics.get(topic);
    if (!circuit) return;
    if (failure === null) {
      this.#close(circuit);
      if (topic !== null) this.#topics.delete(topic);
    } else if (failure.retryAt) this.#open(circuit, failure.retryAt.getTime());
    else circuit.failedAt = this.#options.now();
  }

  #open(circuit: Circuit, until?: number): void {
    const { now, probeInterval, onChange } = this.#options;
    const isNew = circuit.probeAt === null;
    circuit.probeAt = Math.max(
      until ?? 0,
      circuit.probeAt ?? now() + (until === undefined ? probeInterval : 0),
    );
    if (isNew && circuit === this.#portal) onChange?.(true);
  }

  #close(circuit: Circuit): void {
    const wasOpen = this.isOpen;
    circuit.close();
    if (circuit !== this.#portal) return;
    // Whatever failed while the portal was away is to be found out anew.
    this.#topics.clear();
    this.#datasets.clear();
    if (wasOpen) this.#options.onChange?.(false);
  }
}

/** Failures in a row, and whether they are too many. */
class Circuit {
  #failures = 0;
  /** When it failed last. */
  failedAt = 0;
  /** When it is looked at again; null if it is closed, and calls pass. */
  probeAt: number | null = null;

  get isClear(): boolean {
    return this.#failures === 0 && this.probeAt === null;
  }

  isInRow(now: number): boolean {
    return now - this.failedAt <= ROW;
  }

  /** Counts a failure; gives how many there are in a row. */
  count(weight: number, now: number): number {
    this.#failures = (this.isInRow(now) ? this.#failures : 0) + weight;
    this.failedAt = now;
    return this.#failures;
  }

  close(): void {
    this.#failures = 0;
    this.probeAt = null;
  }
}

/** Whether this server is worth asking: it is not ending, and the portal can be reached or what is kept stands in for it. */
import { Client } from 'undici';

/** What a look at it tells. */
export interface Readiness {
  ready: boolean;
  status: 'ready' | 'kept answers' | 'draining' | 'portal unreachable';
}

export interface ReadinessOptions {
  portal: URL;
  /** How many answers are kept that could stand in. */
  keptAnswers: () => number;
  now?: () => number;
}

/** For so many milliseconds what is known of the portal is not asked again: probes come every few seconds. */
const KNOWN_FOR = 10_000;
/** Milliseconds in which the portal must answer something: less than a supervisor waits for the probe. */
const DEADLINE = 2000;

export class ReadinessCheck {
  readonly #options: ReadinessOptions;
  readonly #now: () => number;
  #isDraining = false;
  /** The last answer of the portal, and the last failure, as they came. */
  #answeredAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  /** Since the portal answered last: reads for which a kept answer stood in, and those for which none could. */
  #stoodIn = 0;
  #lost = 0;
  #asking: Promise<void> | null = null;

  constructor(options: ReadinessOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** From now on it is not ready: nobody is to send further requests. */
  drain(): void {
    this.#isDraining = true;
  }

  /** The portal has answered, whoever asked. */
  answered(): void {
    this.#answeredAt = this.#now();
    this.#stoodIn = 0;
    this.#lost = 0;
  }

  /** The portal gave no answer that is one. */
  failed(): void {
    this.#failedAt = this.#now();
  }

  /** A read on which the portal failed. */
  read(isStoodIn: boolean): void {
    if (isStoodIn) this.#stoodIn += 1;
    else this.#lost += 1;
  }

  /** Looks; the portal is asked at most once in ten seconds, and for no call that its quota would count. */
  async look(): Promise<Readiness> {
    if (!this.#isDraining && !this.#isKnown()) {
      this.#asking ??= this.#ask().finally(() => {
        this.#asking = null;
      });
      await this.#asking;
    }
    if (this.#isDraining) return { ready: false, status: 'draining' };
    if (this.#answeredAt >= this.#failedAt) return { ready: true, status: 'ready' };
    return this.#isKeptEnough()
      ? { ready: true, status: 'kept answers' }
      : { ready: false, status: 'portal unreachable' };
  }

  #isKnown(): boolean {
    return this.#now() - Math.max(this.#answeredAt, this.#failedAt) < KNOWN_FOR;
  }

  /** At least half of what was asked since was answered, or nobody has asked and there is something to show. */
  #isKeptEnough(): boolean {
    return this.#options.keptAnswers() > 0 && this.#stoodIn >= this.#lost;
  }

  /** Asks for the portal's front page, which is no call of its API. */
  async #ask(): Promise<void> {
    const { origin, pathname: path } = this.#options.portal;
    // On a connection of its own: nothing is left of it, and it speaks what the calls speak.
    const client = new Client(origin, { allowH2: false });
    try {
      const signal = AbortSignal.timeout(DEADLINE);
      const { statusCode, body } = await client.request({ path, method: 'HEAD', signal });
      await body.dump();
      if (statusCode < 500) this.answered();
      else this.failed();
    } catch {
      this.failed();
    } finally {
      await client.destroy();
    }
  }
}

/** Reads on which the portal failed: an operator is told of them even if kept answers stand in and no caller notices. */
import { causesOf } from '../execution/failure-cause.ts';
import type { Logger } from '../execution/logger.ts';
import type { OdsError } from '../ods/errors.ts';

/** Milliseconds between two lines about answers that stand in: an outage fails on every read. */
const TOLD_AGAIN_AFTER = 10_000;

export class FailedReads {
  readonly counts = { stoodIn: 0, lost: 0 };
  /** Told of each of them. */
  onRead: (isStoodIn: boolean) => void = () => {};
  readonly #logger: Logger;
  #toldAt = Number.NEGATIVE_INFINITY;
  #untold = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  readonly note = (error: OdsError, isStoodIn: boolean): void => {
    if (isStoodIn) this.counts.stoodIn += 1;
    else this.counts.lost += 1;
    this.onRead(isStoodIn);
    // The line of its request tells of one that failed.
    if (isStoodIn) this.#tell(error);
  };

  #tell(error: OdsError): void {
    this.#untold += 1;
    const now = performance.now();
    if (now - this.#toldAt < TOLD_AGAIN_AFTER) return;
    this.#toldAt = now;
    const line = { outcome: error.code, reads: this.#untold, causes: causesOf(error) };
    this.#untold = 0;
    this.#logger.warn(line, 'the portal fails: kept answers stand in');
  }
}

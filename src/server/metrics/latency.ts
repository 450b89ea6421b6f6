/** The upper bounds of the buckets, in seconds: from an answer that is kept to the longest deadlines. */
export const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** How long things took, counted in buckets: nothing is allocated for one of them. */
export class Latency {
  /** How many were in each bucket, and in the last place those beyond all of them. */
  readonly counts = new Float64Array(BUCKETS.length + 1);
  seconds = 0;

  observe(seconds: number): void {
    this.seconds += seconds;
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > (BUCKETS[bucket] ?? 0)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }
}

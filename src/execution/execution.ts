import type { UpstreamMeter } from '../loading/upstream-meter.ts';
import type { UpstreamRequest } from './explained-transport.ts';
import type { Leftovers } from './leftovers.ts';
import type { Operation } from './operation.ts';
import type { Results } from './results.ts';

/** What became of a request. */
export interface Execution {
  results: Results;
  /** Null if the request named no operation that can be run. */
  operation: Operation | null;
  meter: UpstreamMeter;
  explanation: readonly UpstreamRequest[] | null;
  /** About how many bytes its last result is as JSON; 0 if that is kept. */
  bytes: number;
  /** What its one result is made of. */
  leftovers: Leftovers;
}

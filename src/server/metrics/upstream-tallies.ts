/** The requests to the portal in numbers, by API and status: whoever sends them tells of each as it ends. */
import type { PortalApi } from '../../ods/api-name.ts';
import type { EndedCall } from '../../ods/transport/observer.ts';
import { Latency } from './latency.ts';

/** Told of what the portal did, whoever asked. */
export interface PortalListener {
  /** It has answered, if only that it has nothing. */
  answered(): void;
  /** It gave no answer, or one with which it says that it fails. */
  failed(): void;
}

/** The calls of one API that are over. */
class ApiTally {
  readonly latency = new Latency();
  /** By status; those that got no answer `failed`, or were `aborted` since nobody wanted it any more. */
  readonly counts = new Map<number | 'failed' | 'aborted', number>();
}

export class UpstreamTallies {
  readonly #listener: PortalListener;
  readonly apis = new Map<PortalApi, ApiTally>();
  retries = 0;

  constructor(listener: PortalListener) {
    this.#listener = listener;
  }

  /** Counts a request that is over. */
  count(call: EndedCall): void {
    const { api, status, reason, milliseconds } = call;
    if (reason === 'retry') this.retries += 1;
    const told = status ?? (call.isAborted ? 'aborted' : 'failed');
    const { latency, counts } = this.apis.get(api) ?? this.#begin(api);
    counts.set(told, (counts.get(told) ?? 0) + 1);
    latency.observe(milliseconds / 1000);
    this.#tell(call);
  }

  #begin(api: PortalApi): ApiTally {
    const tally = new ApiTally();
    this.apis.set(api, tally);
    return tally;
  }

  #tell({ status, isAborted }: EndedCall): void {
    if (status !== null && status < 500) this.#listener.answered();
    else if (status !== null || !isAborted) this.#listener.failed();
  }
}

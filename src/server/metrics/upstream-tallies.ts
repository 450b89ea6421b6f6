/** The requests to the portal in numbers, by API and status: whoever sends them tells of each as it ends. */
import type { EndedCall } from '../../ods/transport/observer.ts';
import { Latency } from './latency.ts';

/** Told of what the portal did, whoever asked. */
export interface PortalListener {
  /** It has answered, if only that it has nothing. */
  answered(): void;
  /** It gave no answer, or one with which it says that it fails. */
  failed(): void;
}

export class UpstreamTallies {
  readonly #listener: PortalListener;
  /** By API and status; those that got no answer `failed`, or were `aborted` since nobody wanted it any more. */
  readonly calls = new Map<string, { api: string; status: string; count: number }>();
  readonly latencies = new Map<string, Latency>();
  retries = 0;

  constructor(listener: PortalListener) {
    this.#listener = listener;
  }

  /** Counts a request that is over. */
  count(call: EndedCall): void {
    const { api, status, reason, milliseconds } = call;
    if (reason === 'retry') this.retries += 1;
    const told = status === null ? (call.isAborted ? 'aborted' : 'failed') : String(status);
    const key = `${api} ${told}`;
    const tally = this.calls.get(key) ?? { api, status: told, count: 0 };
    tally.count += 1;
    this.calls.set(key, tally);
    const latency = this.latencies.get(api) ?? new Latency();
    latency.observe(milliseconds / 1000);
    this.latencies.set(api, latency);
    this.#tell(call);
  }

  #tell({ status, isAborted }: EndedCall): void {
    if (status !== null && status < 500) this.#listener.answered();
    else if (status !== null || !isAborted) this.#listener.failed();
  }
}

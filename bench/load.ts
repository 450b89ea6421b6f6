/** Puts load on a server, through the client in `load-client.ts`. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CORES, startNode } from './pinned.ts';
import { measureWithWrk } from './wrk.ts';

export interface LoadRequest {
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Load {
  url: string;
  /** They take turns. */
  requests: readonly LoadRequest[];
  connections: number;
  /** How many requests there are, all together. */
  amount: number;
}

export interface LoadResult {
  answered: number;
  failures: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

export class LoadClient {
  readonly #child: ChildProcess;

  constructor() {
    const program = fileURLToPath(new URL('load-client.ts', import.meta.url));
    this.#child = startNode(CORES.others, [program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** As `run`, with wrk: it leaves more of its core to the portal, and ends after `seconds`. */
  async runWrk(load: Load, seconds: number): Promise<LoadResult> {
    return requireNoFailure(await measureWithWrk(load, seconds), load);
  }

  async run(load: Load): Promise<LoadResult> {
    this.#child.send(load);
    const [message]: { result?: LoadResult; error?: string }[] = await once(this.#child, 'message');
    if (!message?.result) throw new Error(message?.error ?? 'The load client said nothing.');
    return requireNoFailure(message.result, load);
  }

  stop(): void {
    this.#child.disconnect();
  }
}

function requireNoFailure(result: LoadResult, { url, amount }: Load): LoadResult {
  if (result.failures > 0) throw new Error(`${result.failures} of ${amount} requests to ${url} failed.`);
  return result;
}

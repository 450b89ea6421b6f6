/** Puts load on a server, through the client in `load-client.ts`. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CORES, startPinned } from './server-process.ts';

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
    this.#child = startPinned(CORES.others, [program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  async run(load: Load): Promise<LoadResult> {
    this.#child.send(load);
    const [message]: { result?: LoadResult; error?: string }[] = await once(this.#child, 'message');
    if (!message?.result) throw new Error(message?.error ?? 'The load client said nothing.');
    if (message.result.failures > 0)
      throw new Error(`${message.result.failures} of ${load.amount} requests failed.`);
    return message.result;
  }

  stop(): void {
    this.#child.disconnect();
  }
}

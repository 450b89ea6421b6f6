/** The embedded portal: the REST API v1 over real open data, in a worker thread of its own, reached only by URL. */
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ServerOptions } from './server.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

export interface PortalOptions extends ServerOptions {
  /** Told what happens while the database is built. */
  onProgress?: (line: string) => void;
  /** Told of errors that are the portal's fault, and that its callers see as a 500. */
  onFailure?: (error: Error) => void;
}

export interface Portal {
  /** Without a slash at its end. */
  url: string;
  /** Resolves when the port is free and the thread has ended. */
  close(): Promise<void>;
}

/** A portal that cannot start. The message is a sentence for whoever wanted to start it. */
export class PortalStartError extends Error {
  override readonly name = 'PortalStartError';
  readonly code = 'PORTAL_START';
}

/** Starts a portal; rejects with the reason where it cannot start. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const { onProgress, onFailure, ...serverOptions } = options;
  const worker = startWorker(serverOptions);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  worker.once('error', reject);
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'progress') onProgress?.(message.line);
    else if (message.kind === 'failure') onFailure?.(message.error);
    else if (message.kind === 'listening') resolve(message.url);
    else reject(new PortalStartError(message.message));
  });
  try {
    const url = await promise;
    // From here on a crash of the worker is nobody's to handle: it ends the process like any uncaught error.
    worker.off('error', reject);
    return { url, close: () => closeWorker(worker) };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

/** The worker beside this file: TypeScript in development, JavaScript once built. */
function startWorker(workerData: ServerOptions): Worker {
  return new Worker(new URL(`./worker${extname(import.meta.url)}`, import.meta.url), { workerData });
}

async function closeWorker(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return;
  const ended = once(worker, 'exit');
  const message: ToWorker = 'close';
  worker.postMessage(message);
  await ended;
}

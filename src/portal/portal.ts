/** The embedded portal: the REST API v1 over real open data. It runs in a worker thread and is reached only by its URL. */
import { once } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ServerOptions } from './server.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

export interface PortalOptions extends ServerOptions {
  /** Gets a line for each step while the database is built. */
  onProgress?: (line: string) => void;
  /** Gets the errors that are the portal's own fault. The caller sees a 500. */
  onFailure?: (error: Error) => void;
}

export interface Portal {
  /** It has no slash at its end. */
  url: string;
  /** Resolves when the port is free and the thread has ended. */
  close(): Promise<void>;
}

/** The portal cannot start. The message is a sentence for the person who starts it. */
export class PortalStartError extends Error {
  override readonly name = 'PortalStartError';
  readonly code = 'PORTAL_START';
}

/** Starts a portal. Rejects with the reason if it cannot start. */
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
    // From now on nobody handles a crash of the worker: it ends the process, as any uncaught error does.
    worker.off('error', reject);
    return { url, close: () => closeWorker(worker) };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

/** The worker's file lies beside this one: it is TypeScript in development and JavaScript after a build. */
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

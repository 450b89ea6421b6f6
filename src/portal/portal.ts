/** The embedded portal: the REST API v1 over real open data. It runs in a process of its own and is reached only by its URL. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import module from 'node:module';
import { extname } from 'node:path';
import type { FromPortal, ToPortal } from './process-messages.ts';
import type { ServerOptions } from './server.ts';

export interface PortalOptions extends ServerOptions {
  /** Gets a line for each step while the database is built. */
  onProgress?: (line: string) => void;
  /** Gets the errors that are the portal's own fault. The caller sees a 500. */
  onFailure?: (error: Error) => void;
}

export interface Portal {
  /** It has no slash at its end. */
  url: string;
  /** Resolves when the port is free and the process has ended. */
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
  const child = startProcess();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.on('error', reject);
  child.once('exit', (code, signal) =>
    reject(new Error(`The portal's process ended with ${code ?? signal}.`)),
  );
  child.on('message', (message: FromPortal) => {
    if (message.kind === 'progress') onProgress?.(message.line);
    else if (message.kind === 'failure') onFailure?.(message.error);
    else if (message.kind === 'listening') resolve(message.url);
    else reject(new PortalStartError(message.message));
  });
  tell(child, { kind: 'start', options: serverOptions });
  try {
    const url = await promise;
    child.once('exit', endWithIt);
    return { url, close: () => closeProcess(child) };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** The file lies beside this one: it is TypeScript in development and JavaScript after a build. */
function startProcess(): ChildProcess {
  const file = new URL(`./process${extname(import.meta.url)}`, import.meta.url);
  // Its own first file is in the cache too.
  // biome-ignore lint/style/noProcessEnv: it is handed on, not read.
  const env = { ...process.env, NODE_COMPILE_CACHE: module.getCompileCacheDir() };
  const child = fork(file, { env, execArgv: [], serialization: 'advanced' });
  // While it answers a long query it would not see that it is alone.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/** There is nothing to serve without the portal: its crash ends this process, as any uncaught error does. */
function endWithIt(code: number | null, signal: string | null): void {
  throw new Error(`The embedded portal has ended with ${code ?? signal}.`);
}

function tell(child: ChildProcess, message: ToPortal): void {
  child.send(message);
}

async function closeProcess(child: ChildProcess): Promise<void> {
  child.off('exit', endWithIt);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  tell(child, { kind: 'close' });
  await ended;
}

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
  /** Told when its process has ended by itself: how, and whether it is started again. */
  onCrash?: (crash: PortalCrash) => void;
}

export interface PortalCrash {
  /** A code, a signal, or a sentence. */
  how: string;
  /** False if it has ended too often of late. */
  willRestart: boolean;
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

/** Starts a portal. Rejects with the reason if it cannot start. If its process ends by itself, it is started again. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  const supervised = new SupervisedPortal(options);
  const url = await supervised.start();
  return { url, close: () => supervised.close() };
}

/** A process that ends more often than so many times in so many milliseconds is not started again. */
const MAX_RESTARTS = 5;
const RESTART_PERIOD = 600_000;
/** Milliseconds before it is started again, for each time that it has ended lately. */
const PAUSE = 200;

class SupervisedPortal {
  readonly #options: PortalOptions;
  #child: ChildProcess | undefined;
  #isClosed = false;
  #pause: NodeJS.Timeout | undefined;
  /** When it ended, of late. */
  #ends: number[] = [];

  constructor(options: PortalOptions) {
    this.#options = options;
  }

  async start(): Promise<string> {
    const url = await this.#run(this.#options);
    // Whoever has its address finds it there again.
    const options = { ...this.#options, port: Number(new URL(url).port) };
    this.#child?.once('exit', (code, signal) => this.#onExit(options, `${code ?? signal}`));
    return url;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#pause);
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    tell(child, { kind: 'close' });
    await ended;
  }

  /** Starts the process, and gives the address at which it listens. */
  async #run({ onProgress, onFailure, onCrash: _, ...serverOptions }: PortalOptions): Promise<string> {
    const child = startProcess();
    this.#child = child;
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
      return await promise;
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  #onExit(options: PortalOptions, how: string): void {
    if (this.#isClosed) return;
    const now = performance.now();
    this.#ends = [...this.#ends.filter((at) => now - at < RESTART_PERIOD), now];
    const willRestart = this.#ends.length <= MAX_RESTARTS;
    this.#options.onCrash?.({ how, willRestart });
    if (willRestart) this.#pause = setTimeout(() => void this.#restart(options), PAUSE * this.#ends.length);
  }

  async #restart(options: PortalOptions): Promise<void> {
    try {
      await this.#run(options);
      this.#child?.once('exit', (code, signal) => this.#onExit(options, `${code ?? signal}`));
    } catch (error) {
      this.#onExit(options, error instanceof Error ? error.message : String(error));
    }
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

function tell(child: ChildProcess, message: ToPortal): void {
  child.send(message);
}

/** Starts what is measured in a process of its own, on a core of its own, and reads what it costs. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';

const TASKSET = ['/usr/bin/taskset', '/bin/taskset'].find((path) => existsSync(path));
export const IS_PINNED = TASKSET !== undefined;

/** The core of the server that is measured, and that of all others. */
export const CORES = { server: 0, others: 1 };

/** Linux counts processor time in hundredths of a second, whatever its timer. */
const TICKS_PER_SECOND = 100;
const START_SECONDS = 600;

/** Runs a program of this folder, or of `src`, on one core. Its output goes nowhere; its errors are shown. */
export function startPinned(
  core: number,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'stdio'>,
): ChildProcess {
  const [command = '', ...rest] = [
    ...(TASKSET ? [TASKSET, '-c', String(core)] : []),
    process.execPath,
    ...args,
  ];
  const cwd = fileURLToPath(new URL('../', import.meta.url));
  return spawn(command, rest, { cwd, env: {}, stdio: ['ignore', 'ignore', 'inherit'], ...options });
}

/** A server in its own process. */
export class ServerProcess {
  readonly url: string;
  /** Milliseconds from the start of the process until it answered. */
  readonly startedIn: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string, startedIn: number) {
    this.#child = child;
    this.url = url;
    this.startedIn = startedIn;
  }

  /** Starts a server and waits until it answers. `commandFor` gives what to run for a port. */
  static async start(
    core: number,
    commandFor: (port: number) => { args: readonly string[]; env?: Record<string, string> },
  ): Promise<ServerProcess> {
    const port = await freePort();
    const { args, env = {} } = commandFor(port);
    const began = performance.now();
    const child = startPinned(core, args, { env });
    const url = `http://127.0.0.1:${port}`;
    while (!(await answers(url))) {
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}.`);
      if (performance.now() - began > START_SECONDS * 1000)
        throw new Error(`${args.join(' ')} does not answer.`);
      await wait(2);
    }
    return new ServerProcess(child, url, performance.now() - began);
  }

  /** Seconds of processor time, of the program and of the system for it, since it was started. */
  cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8');
    // The name of the program, in parentheses, may have spaces: counting begins behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  /** Memory that it has now, in MB. */
  memoryMb(): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024;
  }

  /** Waits until it does nothing: a clone of the project builds its pages after the start. */
  async idle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      const before = this.cpuSeconds();
      await wait(100);
      quiet = this.cpuSeconds() - before < 0.02 ? quiet + 1 : 0;
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`);
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Starts what is measured in a process of its own, on a core of its own, and reads what it costs. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.ts';
import { startNode } from './pinned.ts';

/** Linux counts processor time in hundredths of a second, whatever its timer. */
const TICKS_PER_SECOND = 100;
const START_SECONDS = 600;

/** A server in its own process. */
export class ServerProcess {
  readonly url: string;
  /** Milliseconds from the start of the process until it listened. */
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
    const child = startNode(core, args, { env });
    const url = `http://127.0.0.1:${port}`;
    while (!(await listens(port))) {
      if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}.`);
      if (performance.now() - began > START_SECONDS * 1000)
        throw new Error(`${args.join(' ')} does not listen.`);
      await wait(2);
    }
    const startedIn = performance.now() - began;
    await (await fetch(`${url}/health`)).arrayBuffer();
    return new ServerProcess(child, url, startedIn);
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

function listens(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1');
  socket.once('error', () => resolve(false));
  socket.once('connect', () => {
    socket.destroy();
    resolve(true);
  });
  return promise;
}

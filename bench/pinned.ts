/** Programs that stay on one core, so that no two that are measured disturb each other. */
import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TASKSET = ['/usr/bin/taskset', '/bin/taskset'].find((path) => existsSync(path));
export const IS_PINNED = TASKSET !== undefined;

/** The core of the server that is measured, and that of all others. */
export const CORES = { server: 0, others: 1 };

/** Runs a program of Node.js on one core. Its output goes nowhere; its errors are shown. */
export function startNode(
  core: number,
  args: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'stdio'>,
): ChildProcess {
  return startPinned(core, [process.execPath, ...args], options);
}

export function startPinned(
  core: number,
  line: readonly string[],
  options: Pick<SpawnOptions, 'env' | 'stdio'>,
): ChildProcess {
  const [command = '', ...rest] = [...(TASKSET ? [TASKSET, '-c', String(core)] : []), ...line];
  const cwd = fileURLToPath(new URL('../', import.meta.url));
  return spawn(command, rest, { cwd, env: {}, stdio: ['ignore', 'ignore', 'inherit'], ...options });
}

/** This process itself leaves the core of the servers. */
export function leaveServerCore(): void {
  if (TASKSET) spawnSync(TASKSET, ['-cp', String(CORES.others), String(process.pid)], { stdio: 'ignore' });
}

#!/usr/bin/env node
/**
 * The command `ods-graphql`. It reads on older versions of Node.js too, to tell which one is needed: everything that
 * takes a newer one is behind the import.
 */
import { setFlagsFromString } from 'node:v8';

const NODE = 24;
/** They keep the process small while files stream through it: the young generation, and how the heap grows. */
const HEAP = ['--max-semi-space-size=4', '--heap-growing-percent=30'];

if (Number(process.versions.node.split('.')[0]) < NODE) {
  process.stderr.write(
    `ods-graphql needs Node.js ${NODE} or later, and this is ${process.version} (${process.execPath}).\n`,
  );
  process.exitCode = 1;
} else {
  if (!HEAP.every((flag) => process.execArgv.includes(flag))) restart();
  await import('./main.ts');
}

/** The young generation has its size from the start of a process on: begins anew in this one, with the flags. */
function restart(): void {
  const [, file = '', ...args] = process.argv;
  if (process.platform === 'win32' || process.execve === undefined) {
    setFlagsFromString('--heap-growing-percent=30');
    return;
  }
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...HEAP, file, ...args]);
}

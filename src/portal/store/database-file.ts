/** The file that holds the database: where it lies, and how it comes into being whole or not at all. */
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A build that was not finished within an hour is dead. */
const abandonedAfter = 3_600_000;

/** Where the database goes if nobody says otherwise: beside the packages it is made of, or in the system's temp. */
export function defaultFile(name: string): string {
  const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));
  const modules = join(packageRoot, 'node_modules');
  if (existsSync(modules)) {
    const folder = join(modules, '.cache', 'ods-graphql');
    if (isWritable(folder)) return join(folder, name);
  }
  const folder = join(tmpdir(), 'ods-graphql');
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Lets `build` write a new file, and puts it in the place of `file` when it is complete. */
export function replaceFile(file: string, build: (temporary: string) => void): void {
  mkdirSync(dirname(file), { recursive: true });
  removeAbandoned(file);
  // A name of its own for each builder: two at the same time disturb each other as little as a killed one.
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    build(temporary);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function removeAbandoned(file: string): void {
  const folder = dirname(file);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(file)}.`) || !name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > abandonedAfter) rmSync(path, { force: true });
  }
}

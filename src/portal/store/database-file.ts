/** The file of the database: finds its place, and replaces it only by a complete one. */
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
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

/** In milliseconds: the process of a build that takes longer has ended. */
const abandonedAfter = 3_600_000;

/** The default path: in `node_modules/.cache`, or in the system's folder for temporary files. */
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

/** Lets `build` write a new file, and replaces `file` by it when it is complete. */
export function replaceFile(file: string, build: (temporary: string) => void): void {
  mkdirSync(dirname(file), { recursive: true });
  removeAbandoned(file);
  // Each build has its own name, so that two at the same time, or one that was killed, do no harm.
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

/** What SQLite says of a file that is damaged: SQLITE_CORRUPT and SQLITE_NOTADB; the upper bits tell details. */
const DAMAGE = new Set([11, 26]);

/** True of an error that says that a file is damaged: the database, or the one of pushed records beside it. */
export function isDamage(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    DAMAGE.has(error.errcode & 0xff)
  );
}

/** What is said of a damaged database. */
export function damaged(file: string): string {
  return `the portal's database is damaged, and is built again: ${file}`;
}

/** Removes the database if it is damaged, so that it is built again; false if it is not. */
export function discardDamaged(file: string, onProgress: (line: string) => void): boolean {
  if (!existsSync(file) || isWhole(file)) return false;
  onProgress(damaged(file));
  rmSync(file, { force: true });
  return true;
}

function isWhole(file: string): boolean {
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    const found = database.prepare('PRAGMA quick_check(1)').get();
    return found?.quick_check === 'ok';
  } catch {
    return false;
  }
}

/**
 * The program of a clone in few files, kept for each state of its sources: `npm start` loads it in half the time. It is
 * JavaScript, as `src/bin.js` is, so that no start loads what strips types.
 */
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const KEPT = join(PROJECT, 'node_modules/.cache/ods-graphql');
const PREFIX = 'program-';
/** How many are kept: a server that runs still loads parts of its own. */
const MAX_KEPT = 5;
const PORTAL = 'src/portal';

/** The folder of the program, whether it is there yet or not. */
export function folderOfProgram() {
  const files = ['package-lock.json', 'tsconfig.json', 'scripts/bundle.ts', ...sourcesIn('src')];
  const contents = files.flatMap((file) => [Buffer.from(`${file}\n`), readFileSync(join(PROJECT, file))]);
  // At once: an object that takes one file after the other costs three times as much, and a start waits for it.
  const state = hash('sha256', Buffer.concat(contents)).slice(0, 16);
  return join(KEPT, PREFIX + state);
}

/** Builds the program into its folder, if it is not there, in a process of its own, for which this one may not wait at its end. */
export async function buildProgram(folder = folderOfProgram(), isWaitedFor = true) {
  if (existsSync(folder)) return;
  const { spawn } = await import('node:child_process');
  const args = [join(PROJECT, 'scripts/bundle.ts'), join(PROJECT, 'src'), folder];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  if (!isWaitedFor) child.unref();
  await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`it ended with ${code}`))));
  });
  forgetOldest();
}

/**
 * The files that the program is made of; the embedded portal is loaded from its sources. The folders are walked by hand,
 * since `recursive` takes longer than all the rest of this.
 */
function sourcesIn(folder) {
  return readdirSync(join(PROJECT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return path === PORTAL ? [] : sourcesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

function forgetOldest() {
  const folders = readdirSync(KEPT).filter((name) => name.startsWith(PREFIX));
  const age = new Map(folders.map((name) => [name, statSync(join(KEPT, name)).mtimeMs]));
  folders.sort((a, b) => age.get(b) - age.get(a));
  for (const name of folders.slice(MAX_KEPT)) rmSync(join(KEPT, name), { recursive: true, force: true });
}

/** Builds the page with Vite: `node examples/page/build.ts <folder>`, and by `npm start` once for each state of the sources. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const PROJECT = resolve(ROOT, '../..');

/** Builds into a folder, whose content is replaced. */
export async function buildPage(folder: string): Promise<void> {
  // Whoever starts the build may run in another mode: tests do, and would get a page with their paths in it.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await buildIn(folder);
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

async function buildIn(folder: string): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    // Beside the graph, wherever that is.
    base: './',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1000 },
  });
}

/** The folder of the built page; builds where the sources have changed since. */
export async function builtPage(): Promise<string> {
  const state = createHash('sha256');
  const files = globSync('**/*', { cwd: ROOT, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of [
    ...files.map(({ parentPath, name }) => join(parentPath, name)).sort(),
    join(PROJECT, 'package-lock.json'),
  ])
    state.update(readFileSync(file));
  const folder = join(PROJECT, 'node_modules/.cache/ods-graphql', `page-${state.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  // Under its name only when it is whole: another process may build it too.
  const draft = `${folder}-${process.pid}`;
  await buildPage(draft);
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

const [, script = '', folder] = process.argv;
if (resolve(script) === fileURLToPath(import.meta.url) && folder) await buildPage(resolve(folder));

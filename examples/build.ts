/** Builds the pages with Vite: `node examples/build.ts <page> <folder>`, and by `npm start` once for each state of the sources. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** What is built: the page at `/`, and GraphiQL. Each is a folder beside this file. */
export type PageName = 'page' | 'graphiql';

/** What each is made of, beside the installed packages. */
const SOURCES: Readonly<Record<PageName, string[]>> = {
  page: ['examples/page/**/*', 'examples/build.ts', 'package-lock.json'],
  graphiql: [
    'examples/graphiql/**/*',
    'schema/examples/**/*.graphql',
    'examples/build.ts',
    'package-lock.json',
  ],
};
/** Smaller files gain nothing: they fit into one packet as they are. */
const MIN_COMPRESSED_SIZE = 1024;
const COMPRESSED = ['.js', '.css', '.svg', '.ttf'];

const PROJECT = fileURLToPath(new URL('..', import.meta.url));

/** Builds into a folder, whose content is replaced. It needs a process of its own, whose mode it sets. */
async function buildPage(name: PageName, folder: string): Promise<void> {
  // Under its name only when it is whole: another process may build it too, or this one may be ended.
  const draft = `${folder}-${process.pid}`;
  // Whoever starts the build may run in another mode: tests do, and would get a page with their paths in it.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite');
  await build({
    root: join(PROJECT, 'examples', name),
    configFile: false,
    logLevel: 'warn',
    // Relative, so that a proxy may serve the graph below a path of its own.
    base: './',
    // Prettier is loaded by a worker only if it is needed; that takes a module.
    worker: { format: 'es' },
    build: {
      outDir: draft,
      emptyOutDir: true,
      target: 'es2022',
      assetsDir: name === 'page' ? 'assets' : name,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4000,
      // Libraries mark their modules for frameworks that render on a server ("use client"), which this is not.
      rolldownOptions: { checks: { moduleLevelDirective: false } },
    },
  });
  await compressFiles(draft);
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // The other process has built the same.
    if (!existsSync(folder)) throw error;
  }
}

/** Leaves of each large file a `.br` and a `.gz`: the server sends those, and unpacks one for the few that take neither. */
async function compressFiles(folder: string): Promise<void> {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name));
  await Promise.all(paths.filter((path) => COMPRESSED.includes(extname(path))).map(compressFile));
}

async function compressFile(path: string): Promise<void> {
  const content = readFileSync(path);
  if (content.length < MIN_COMPRESSED_SIZE) return;
  // The highest level takes twenty times as long, and saves a tenth.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 6, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(content, { params }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipped);
  rmSync(path);
}

/** The folder of a built page; builds it if its sources have changed since. */
export async function builtPage(name: PageName): Promise<string> {
  const folder = join(PROJECT, 'node_modules/.cache/ods-graphql', `${name}-${stateOf(name)}`);
  if (existsSync(folder)) return folder;
  await buildInChild(name, folder);
  return folder;
}

/** A digest of all that a page is made of. */
function stateOf(name: PageName): string {
  const state = createHash('sha256');
  const files = globSync(SOURCES[name], { cwd: PROJECT, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  for (const file of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    state.update(readFileSync(file));
  return state.digest('hex').slice(0, 16);
}

/** Builds in a process of its own: a server that starts keeps its speed and its memory for the graph. */
async function buildInChild(name: PageName, folder: string): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // A server that is told to stop does not wait for it.
  child.unref();
  await new Promise<void>((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) =>
      code === 0 ? done() : fail(new Error(`Building ${name} with Vite failed (${code ?? 'killed'}).`)),
    );
  });
}

const [, script = '', name, folder] = process.argv;
if (resolve(script) === fileURLToPath(import.meta.url) && folder && (name === 'page' || name === 'graphiql'))
  await buildPage(name, resolve(folder));

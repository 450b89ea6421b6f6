/**
 * Puts the program and the packages that it runs on into few files, since half of a start is reading a thousand of them:
 * `node scripts/bundle.ts <home> <folder>`, where the home of the program is `src`, or `dist` with what a build made of it.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
/** The embedded portal stays where it is: most starts do without it, and the package has none. */
const PORTAL = /\/portal\/portal\.[jt]s$/;

const [home, folder] = process.argv.slice(2).map((path) => resolve(path));
if (!home || !folder) throw new Error('node scripts/bundle.ts <home> <folder>');
await bundle(home, folder);

async function bundle(home: string, folder: string): Promise<void> {
  const isOwn = (id: string) => id.startsWith(home + sep);
  // Under its name only when it is whole: another process may build it too, or this one may be ended.
  const draft = `${folder}-${process.pid}`;
  await build({
    root: PROJECT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [atHome(home, folder)],
    // Nothing is left to be found at a start, so that there is one copy of GraphQL.
    ssr: { noExternal: true },
    build: {
      ssr: join(home, 'bin.js'),
      outDir: draft,
      emptyOutDir: true,
      target: 'node24',
      // Stacks are to be read: what minifying saves of a start is a twentieth.
      minify: false,
      license: { fileName: 'LICENSES.md' },
      rolldownOptions: {
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // Errors are logged by the names of their classes, and Yoga's plugin finds a rule by its name.
          keepNames: true,
          comments: { jsdoc: false },
          // What several parts of the program share is one file, and not one for each two that share it.
          codeSplitting: { groups: [{ name: 'shared', test: isOwn, minShareCount: 2 }] },
        },
      },
    },
  });
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // The other process has built the same.
    if (!existsSync(folder)) throw error;
  }
}

/** Leaves to the modules of the program the addresses that they have at home: they find pages and package.json by them. */
function atHome(home: string, folder: string): Plugin {
  const addressOf = (path: string) => relative(folder, path).split(sep).join('/');
  return {
    name: 'at-home',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer || !PORTAL.test(source)) return null;
      return { id: addressOf(resolve(dirname(importer), source)), external: true };
    },
    transform(code, id) {
      if (!id.startsWith(home + sep) || !code.includes('import.meta.url')) return null;
      const address = `new URL(${JSON.stringify(addressOf(id))}, import.meta.url).href`;
      return { code: code.replaceAll('import.meta.url', address), map: null };
    },
  };
}

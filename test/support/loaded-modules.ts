/** What a program loads, told by itself on standard output. */

const TELLING = `import { registerHooks } from 'node:module';
  const tell = (line) => process.stdout.write(line + String.fromCharCode(10));
  registerHooks({ load(url, context, next) {
    if (url.startsWith('file:')) tell('LOADS ' + url);
    return next(url, context);
  } });
  process.on('exit', () => {
    const names = process.moduleLoadList.map((name) => name.replace('NativeModule ', ''));
    tell('HAS ' + names.filter((name) => /^(http$|internal\\/deps\\/)/.test(name)).join(' '));
  });`;

/** The options of Node.js that make a program tell it. */
export const TELLING_WHAT_IS_LOADED = `--import=data:text/javascript,${encodeURIComponent(TELLING)}`;

/** The files that a program has loaded, as URLs. */
export function filesLoaded(output: string): string[] {
  return output.match(/(?<=^LOADS ).+$/gm) ?? [];
}

/** The packages that they are of. */
export function packagesLoaded(output: string): Set<string | undefined> {
  return new Set(filesLoaded(output).map((url) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]));
}

/** What it has loaded, once it has ended, of the libraries inside of Node.js; and `http`. */
export function builtinsLoaded(output: string): string[] {
  return /(?<=^HAS ).*$/m.exec(output)?.[0].split(' ') ?? [];
}

/**
 * Prints the development packages that the built embedded portal does not name: an image with the portal needs the
 * others, and none of these.
 */
import { globSync, readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const { devDependencies }: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(new URL('package.json', root), 'utf8'),
);
const portal = globSync('dist/portal/**/*.js', { cwd: root.pathname })
  .map((file) => readFileSync(new URL(file, root), 'utf8'))
  .join('\n');
const tools = Object.keys(devDependencies).filter(
  (name) => ![`'${name}'`, `'${name}/`].some((word) => portal.includes(word)),
);
process.stdout.write(`${tools.join(' ')}\n`);

/** Builds the embedded portal's database where the argument says, for an image that starts with it. */
import { argv, stdout } from 'node:process';

const [, , databaseFile = 'portal.sqlite'] = argv;
const { startPortal }: typeof import('../src/portal/portal.ts') = await import(
  new URL('../dist/portal/portal.js', import.meta.url).href
);
const onProgress = (line: string) => stdout.write(`${line}\n`);
const portal = await startPortal({ databaseFile, pushFile: ':memory:', onProgress });
await portal.close();

/** `npm start` in a clone: from the sources, and then from what was made of them. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { builtinsLoaded, filesLoaded, TELLING_WHAT_IS_LOADED } from '../support/loaded-modules.ts';
import { type Program, startProgram } from '../support/program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const clone = mkdtempSync(join(tmpdir(), 'ods-graphql-clone-'));
const kept = join(clone, 'node_modules/.cache/ods-graphql');

/** What a clone has for its start, with the packages of this one. */
beforeAll(() => {
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts', 'src'])
    cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  mkdirSync(join(clone, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '.cache') symlinkSync(join(ROOT, 'node_modules', name), join(clone, 'node_modules', name));
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

let program: Program | undefined;
afterEach(() => void program?.child.kill('SIGKILL'));

/** Starts it, asks something ordinary and something else, and gives what it has loaded until each. */
async function start(): Promise<{ files: string[]; filesAtStart: string[]; builtins: string[] }> {
  const { scripts }: { scripts: { start: string } } = JSON.parse(
    readFileSync(join(clone, 'package.json'), 'utf8'),
  );
  const [, ...args] = scripts.start.split(' ');
  const settings = { PORT: '0', LOG_LEVEL: 'silent', ODS_URL: inject('portalUrl') };
  const env = { PATH: process.env.PATH ?? '', NODE_OPTIONS: TELLING_WHAT_IS_LOADED, ...settings };
  program = startProgram(process.execPath, args, { cwd: clone, env });
  const url = await program.says(/GraphQL: (\S+)/);
  const query = '{ portal { url } ... @defer { datasets { totalCount } } }';
  const answer = await fetch(`${url}?query=${encodeURIComponent(query)}`, {
    headers: { accept: 'multipart/mixed' },
  });
  expect(await answer.text()).toMatch(/"url":"http:.*"totalCount":\d+/s);
  program.stop();
  const { code, output } = await program.ended();
  expect(code).toBe(0);
  const [atStart = ''] = output.split('GraphQL: ');
  return {
    files: filesLoaded(output),
    filesAtStart: filesLoaded(atStart),
    builtins: builtinsLoaded(output),
  };
}

const isSource = (url: string) => url.startsWith(`file://${clone}/src/`);

test('the first start runs the sources, the next what was made of them, and a change the sources again', async () => {
  const first = await start();
  expect(first.filesAtStart.filter(isSource).length).toBeGreaterThan(100);
  await expect.poll(programs, { timeout: 120_000 }).toHaveLength(1);

  const second = await start();
  expect(second.files.filter(isSource)).toEqual([]);
  expect(second.filesAtStart.length).toBeLessThan(30);
  // One GraphQL, and it is in there.
  expect(second.files.filter((url) => url.includes('/node_modules/graphql/'))).toEqual([]);
  // What strips types.
  expect(second.builtins).not.toContain('internal/deps/amaro/dist/index');

  appendFileSync(join(clone, 'src/main.ts'), '\n// Changed.\n');
  const third = await start();
  expect(third.filesAtStart.filter(isSource).length).toBeGreaterThan(100);
  await expect.poll(programs, { timeout: 120_000 }).toHaveLength(2);
}, 300_000);

/** The programs that are kept, and none in the making. */
function programs(): string[] {
  const names = existsSync(kept) ? readdirSync(kept) : [];
  return names.filter((name) => /^program-[0-9a-f]+$/.test(name));
}

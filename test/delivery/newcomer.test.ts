/** The first command of a newcomer: what `npm ci` says on an older Node.js, when all is well and when it is not. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Ended, startProgram } from '../support/program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ods-graphql-newcomer-'));
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(ROOT, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** All that `npm ci` says and does, but for the download, as npm on that version of Node.js. */
function install(version: string, ...args: string[]): Promise<Ended> {
  const older = join(folder, 'older.cjs');
  writeFileSync(older, `Object.defineProperty(process, 'version', { value: '${version}' });`);
  // What the npm that runs this test was told does not count.
  const variables = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = { ...Object.fromEntries(variables), NODE_OPTIONS: `--require ${older}` };
  return startProgram('npm', ['ci', '--dry-run', ...args], { cwd: folder, env }).ended();
}

/** Its lines, but for those that name each package: only a dry run prints them. */
const lines = ({ output, errors }: Ended) =>
  `${output}${errors}`.split('\n').filter((line) => line !== '' && !line.startsWith('add '));

test('npm ci says in a few lines that all is there', async () => {
  const ended = await install('v20.20.2');
  expect(ended.code).toBe(0);
  expect(ended.errors).toBe('');
  expect(lines(ended).length).toBeLessThan(15);
  expect(ended.output).toMatch(/added \d+ packages/);
});

test('its warnings can be asked for', async () => {
  const { code, errors } = await install('v20.20.2', '--loglevel=warn');
  expect(code).toBe(0);
  expect(errors).toContain('EBADENGINE');
});

test('a lock file that does not fit is still an error that says so', async () => {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  // A package of this folder: the registry, which may be long in answering, is asked for nothing.
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'other/package.json'), '{ "name": "not-locked", "version": "1.0.0" }');
  manifest.dependencies['not-locked'] = 'file:other';
  writeFileSync(file, JSON.stringify(manifest));
  const { code, errors } = await install('v20.20.2', '--offline');
  expect(code).not.toBe(0);
  expect(errors).toMatch(/npm error Missing: not-locked@/);
});

test('a Node.js that cannot run it is still an error that says which one can', async () => {
  const { code, errors } = await install('v18.20.8');
  expect(code).not.toBe(0);
  expect(errors).toMatch(/version: '>=20'/);
});

/** What the README of `examples/app` says to who copies it: the configuration that it shows makes the same types, which fit. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blocksOf, readPage } from '../docs/markdown.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const APP = join(ROOT, 'examples/app');
const GENERATED = 'src/graphql';
const readme = readPage('examples/app/README.md');

const project = mkdtempSync(join(tmpdir(), 'ods-graphql-copied-'));
const run = (program: string, ...args: string[]) =>
  promisify(execFile)(join(ROOT, 'node_modules/.bin', program), args, { cwd: project });

beforeAll(() => {
  cpSync(join(APP, 'src'), join(project, 'src'), { recursive: true });
  rmSync(join(project, GENERATED), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  // The package is not installed here: its files are those of this project.
  const [config = ''] = blocksOf(readme, 'ts');
  const ofProject = config
    .replace("'ods-graphql/codegen'", `'${join(ROOT, 'src/codegen.ts')}'`)
    .replace(
      "'node_modules/ods-graphql/schema/embedded.graphql'",
      `'${join(ROOT, 'schema/embedded.graphql')}'`,
    );
  writeFileSync(join(project, 'codegen.ts'), ofProject);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test('the configuration that it shows makes the types that the app has, and with the options that it names they fit', async () => {
  await run('graphql-codegen', '--config', 'codegen.ts');
  const files = readdirSync(join(APP, GENERATED));
  expect(files).toContain('graphql.ts');
  expect(readdirSync(join(project, GENERATED))).toEqual(files);
  for (const file of files) {
    const made = readFileSync(join(project, GENERATED, file), 'utf8');
    expect(made).toBe(readFileSync(join(APP, GENERATED, file), 'utf8'));
  }
  const named = [...readme.matchAll(/`("\w+": .+?)`/g)].map(([, option = '']) => option);
  expect(named.length).toBeGreaterThan(3);
  const options = ['"strict": true, "noEmit": true, "skipLibCheck": true', ...named].join();
  writeFileSync(join(project, 'tsconfig.json'), `{ "compilerOptions": { ${options} }, "include": ["src"] }`);
  expect((await run('tsc', '-p', '.')).stdout).toBe('');
}, 180_000);

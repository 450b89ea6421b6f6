/** The npm package as those have it who install it: packed, unpacked into an empty folder, run and compiled against. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { type Program, run, startProgram } from '../support/program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TSC = join(ROOT, 'node_modules/.bin/tsc');

/** Where the tarball is, and where it is installed. */
const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-package-'));
const installed = join(folder, 'node_modules/ods-graphql');
let files: string[] = [];
let tarball = '';

beforeAll(async () => {
  await run('npm', ['pack', '--pack-destination', folder], { cwd: ROOT });
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', tarball], { cwd: folder });
  files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1));
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let program: Program | undefined;
afterEach(() => void program?.child.kill('SIGKILL'));

/** Starts the installed command, with the Node.js of this test and no settings. */
function start(...args: string[]): Program {
  const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  program = startProgram(join(folder, 'node_modules/.bin/ods-graphql'), args, { cwd: folder, env: { PATH } });
  return program;
}

test('it holds the program, its types, the schema and the words about it, and nothing else', () => {
  const expected =
    /^(dist\/(?!portal\/).*\.(js|d\.ts)|dist\/datasets\/\w+\.json|dist\/program\/LICENSES\.md|dist\/pages\/(page|graphiql)\/(index\.html|(assets|graphiql)\/[\w.-]+\.(js|css|svg|ttf|png)(\.br|\.gz)?)|schema\/.*\.(graphql|json)|package\.json|docs\/[\w-]+\.md|(README|CHANGELOG|SECURITY)\.md|LICENSE)$/;
  expect(files.filter((file) => !expected.test(file))).toEqual([]);
  for (const file of [
    'dist/program/bin.js',
    'dist/program/LICENSES.md',
    'dist/index.d.ts',
    'schema/schema.graphql',
    'schema/embedded.graphql',
    'schema/dataset-type.schema.json',
    'dist/datasets/City.json',
    'docs/operating.md',
    'LICENSE',
  ])
    expect(files).toContain(file);
  expect(files.filter((file) => /(^|\/)test\/|\.test\.|\.map$|print\.js/.test(file))).toEqual([]);
  // GraphiQL's editor is most of it.
  expect(statSync(tarball).size).toBeLessThan(5_500_000);
  const sizeOf = (names: string[]) =>
    names.reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
  const others = files.filter((file) => !/^dist\/(pages|program)\//.test(file));
  // A quarter of a megabyte is the schema with the types of the embedded portal, and most of the rest our own code.
  expect(sizeOf(others)).toBeLessThan(2_200_000);
  // With the packages that it runs on.
  expect(sizeOf(files.filter((file) => file.startsWith('dist/program/')))).toBeLessThan(5_000_000);
});

test('its command makes types: their files name the JSON schema that is in it', async () => {
  const types = async (...args: string[]) => start('types', ...args, '--url', inject('portalUrl')).ended();
  expect(await types('add', 'world-countries', '--as', 'Country')).toMatchObject({ code: 0, errors: '' });
  const file = join(folder, 'datasets/Country.json');
  const type = JSON.parse(readFileSync(file, 'utf8'));
  expect(type).toMatchObject({
    $schema: '../node_modules/ods-graphql/schema/dataset-type.schema.json',
    dataset: 'world-countries',
    plural: 'countries',
  });
  expect(statSync(join(folder, 'datasets', type.$schema)).isFile()).toBe(true);
  expect(await types('check')).toMatchObject({ code: 0, errors: '' });
  // With a field that the portal has not, which is compared by a package of its own.
  const field = { name: 'mayor', field: 'mayor', type: 'text' };
  writeFileSync(file, JSON.stringify({ ...type, fields: [...type.fields, field] }));
  expect(await types('check')).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^breaking {3}Country: Field 'mayor' /m),
    errors: '',
  });
  rmSync(join(folder, 'datasets'), { recursive: true });
});

test('no file of it names a place of the machine that made it, or a map that is not there', () => {
  const places = [ROOT.replace(/\/$/, ''), homedir(), tmpdir()].filter((place) => place.length > 1);
  for (const file of files) {
    if (file.endsWith('.br')) continue;
    const bytes = readFileSync(join(installed, file));
    // The same as its .br.
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    for (const place of places) expect(text.includes(`${place}/`), `${file} names ${place}`).toBe(false);
    expect(text.includes('sourceMappingURL'), file).toBe(false);
  }
});

test('npm has nothing to correct in its package.json before it publishes it', async () => {
  const written = readFileSync(join(ROOT, 'package.json'), 'utf8');
  const copy = mkdtempSync(join(folder, 'fix-'));
  writeFileSync(join(copy, 'package.json'), written);
  await run('npm', ['pkg', 'fix'], { cwd: copy });
  expect(JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'))).toEqual(JSON.parse(written));
});

test('it brings what it needs, and nothing of the embedded portal', () => {
  const tree = spawnSync('npm', ['ls', '--all'], { cwd: folder, encoding: 'utf8' });
  expect(tree.stdout).toContain('graphql-yoga@');
  expect(tree.stdout).not.toMatch(/\b(sharp|luxon|supercluster|vega-datasets|vitest|typescript)@/);
  expect(tree.status).toBe(0);
});

test('the command serves the portal that is named, with the heap kept small, and stops when told', async () => {
  const { says, ended, stop } = start('--url', inject('portalUrl'), '--port', '0');
  const url = await says(/GraphQL: (\S+)/);
  const answer = await (await fetch(`${url}?query={portal{url}datasets{totalCount}}`)).json();
  expect(answer).toMatchObject({
    data: { portal: { url: `${inject('portalUrl')}/` }, datasets: { totalCount: expect.any(Number) } },
  });
  // GraphiQL with the examples, and the page, which are files of the package.
  for (const [path, words] of [
    ['/graphql', 'FirstQuery'],
    ['/', 'PageCatalog'],
  ] as const) {
    const page = await fetch(new URL(path, url), { headers: { accept: 'text/html' } });
    const [, script = ''] = /src="\.\/([^"]+\.js)"/.exec(await page.text()) ?? [];
    expect(await (await fetch(new URL(script, url))).text()).toContain(words);
  }
  stop();
  expect((await ended()).code).toBe(0);
});

test.each([[[]], [['portal']]])('without a portal it says what to give: %j', async (args) => {
  const { code, output, errors } = await start(...args).ended();
  expect([code, output]).toEqual([1, '']);
  expect(errors).toMatch(/^No portal is named: give --url https:\/\/… or set ODS_URL\. .*\n$/);
});

test('an older Node.js is told which one is needed', async () => {
  const older = join(folder, 'older.mjs');
  const versions = '{ value: { ...process.versions, node: "18.20.8" } }';
  writeFileSync(older, `Object.defineProperty(process, "versions", ${versions});`);
  const args = ['--import', older, join(installed, 'dist/program/bin.js'), '--help'];
  const { code, output, errors } = await startProgram(process.execPath, args).ended();
  expect([code, output]).toEqual([1, '']);
  expect(errors).toMatch(/^ods-graphql needs Node\.js 24 or later, and this is v.*\n$/);
});

test('the programs of docs/embedding.md compile strictly against the types, and run', async () => {
  const page = readFileSync(join(installed, 'docs/embedding.md'), 'utf8');
  const programs = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) =>
    code.replaceAll('https://data.example.org', inject('portalUrl')).replaceAll('4000', '0'),
  );
  expect(programs.length).toBeGreaterThan(1);
  const names = programs.map((_, index) => `program-${index}.ts`);
  for (const [index, code] of programs.entries()) writeFileSync(join(folder, `program-${index}.ts`), code);
  compile(names);
  const schemaProgram = names[programs.findIndex((code) => code.includes('createSchema'))] ?? '';
  const output = await run(process.execPath, [schemaProgram], { cwd: folder });
  expect(output).toContain('doc-geonames-cities-5000');
});

test('it has the types of the scalars for Code Generator', async () => {
  const code =
    "import { scalars } from 'ods-graphql/codegen';\nconst latitude: 'number' = scalars.Latitude;\nconsole.log(latitude, scalars.DateTime);\n";
  writeFileSync(join(folder, 'scalars.ts'), code);
  compile(['scalars.ts']);
  expect(await run(process.execPath, ['scalars.ts'], { cwd: folder })).toBe('number string\n');
});

test('the types refuse what the program would', () => {
  writeFileSync(
    join(folder, 'wrong.ts'),
    [
      "import { createSchema, createServer, type Logger } from 'ods-graphql';",
      '// @ts-expect-error no portal is named',
      'createServer({});',
      '// @ts-expect-error no such option',
      "createServer({ odsUrl: 'https://x', apiKey: 'k' });",
      '// @ts-expect-error not of a schema',
      "createSchema({ odsUrl: 'https://x', maxBodyMb: 1 });",
      'const logger: Logger = { info() {}, warn() {}, error: (_values: object | string, _message?: string) => {} };',
      "const answer: Promise<Response> = createServer({ odsUrl: new URL('https://x'), logger }).fetch(new Request('https://x'));",
      'void answer;',
    ].join('\n'),
  );
  compile(['wrong.ts']);
});

/** Compiles as the strictest consumer does, the package's own declarations included. */
function compile(names: string[]): void {
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2023',
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: names }));
  const { stdout, status } = spawnSync(process.execPath, [TSC, '-p', folder], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
}

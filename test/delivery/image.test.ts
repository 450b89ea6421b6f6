/** The Dockerfile, linted and performed step by step, and its images started, checked and stopped. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validate } from 'dockerfile-utils';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type Program, run, startProgram } from '../support/program.ts';
import { environmentOf, type Image, ImageBuilder, packagesOf } from './image.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-image-'));
const builder = new ImageBuilder(ROOT, folder);
let graph: Image;
let demo: Image;

beforeAll(async () => {
  graph = await builder.build('graph');
  demo = await builder.build('demo');
}, 600_000);
// Six folders with the packages of a project: a busy disk takes its time.
afterAll(() => rmSync(folder, { recursive: true, force: true }), 600_000);

let program: Program | undefined;
afterEach(() => void program?.child.kill('SIGKILL'));

/** Starts a container, as far as this machine can be one. */
function start(image: Image, settings: Record<string, string>): Program {
  const [command = '', ...args] = image.entrypoint;
  program = startProgram(command, args, { cwd: image.workdir, env: environmentOf(image, settings) });
  return program;
}

/** True where the image's own check says that the container is well. */
async function isHealthy(image: Image, settings: Record<string, string>): Promise<boolean> {
  const [command = '', ...args] = image.healthcheck;
  const check = startProgram(command, args, { cwd: image.workdir, env: environmentOf(image, settings) });
  return (await check.ended()).code === 0;
}

test('the Dockerfile has no error and no habit that is warned of', () => {
  expect(validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
});

test('the image that is built where none is named has the embedded portal', () => {
  expect(builder.stages.at(-1)).toBe('demo');
});

test('both images begin with the Node.js of the tests, by its digest, or with what the build names', () => {
  const version = process.versions.node.replaceAll('.', '\\.');
  const pinned = expect.stringMatching(new RegExp(`^node:${version}-slim@sha256:[0-9a-f]{64}$`));
  expect(builder.bases).toEqual([pinned, pinned]);
  const NODE_IMAGE = 'registry.example/node:24-slim';
  expect(new ImageBuilder(ROOT, folder, { NODE_IMAGE }).bases).toEqual([NODE_IMAGE, NODE_IMAGE]);
});

test('neither image runs as root, and both listen on all addresses', () => {
  for (const { user, env } of [graph, demo]) {
    expect(user).toBe('node');
    expect(env).toMatchObject({ HOST: '0.0.0.0', NODE_ENV: 'production' });
  }
});

test('the graph image holds what the graph runs on, and no tools, tests or portal', async () => {
  const packages = packagesOf(graph);
  expect(packages).toEqual(expect.arrayContaining(['graphql', 'graphql-yoga', 'ioredis']));
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  expect(packages.filter((name) => lock.packages[`node_modules/${name}`]?.dev)).toEqual([]);
  const files = await run('ls', ['-a'], { cwd: graph.workdir });
  expect(files.split('\n').sort().join(' ').trim()).toBe(
    '. .. dist licenses.txt node_modules package.json sbom.json schema',
  );
  expect(await run('ls', ['dist'], { cwd: graph.workdir })).not.toMatch(/^portal$/m);
});

test('the graph image says what it is made of, from the lock file, and under which licences', async () => {
  const sbom = JSON.parse(readFileSync(join(graph.workdir, 'sbom.json'), 'utf8'));
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: expect.stringMatching(/^1\./) });
  const named: { name: string; group?: string }[] = sbom.components;
  // A package may be there in two versions.
  const names = [...new Set(named.map(({ group, name }) => (group ? `${group}/${name}` : name)))].sort();
  expect(names).toEqual(expect.arrayContaining(packagesOf(graph)));
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const locked = Object.keys(lock.packages).filter((path) => path !== '' && !lock.packages[path].dev);
  expect(names).toEqual([...new Set(locked.map((path) => path.replace(/^.*node_modules\//, '')))].sort());
  const licenses = readFileSync(join(graph.workdir, 'licenses.txt'), 'utf8');
  for (const name of names) expect(licenses).toMatch(new RegExp(`^${name} [\\d.]+\\S* \\(`, 'm'));
  expect(licenses).toContain('Permission is hereby granted');
});

test('the demo image holds no tools either', () => {
  const packages = packagesOf(demo);
  expect(packages).toEqual(expect.arrayContaining(['sharp', 'svg-country-flags']));
  expect(
    packages.filter((name) => /^(typescript|vitest|node|@biomejs\/.*|@graphql-codegen\/.*)$/.test(name)),
  ).toEqual([]);
});

test('the graph starts over the portal that ODS_URL names, is healthy while it runs, and stops when told', async () => {
  const settings = { ODS_URL: inject('portalUrl'), PORT: String(await freePort()), LOG_LEVEL: 'silent' };
  expect(await isHealthy(graph, settings)).toBe(false);
  const { says, ended, stop } = start(graph, settings);
  const url = await says(/GraphQL: (\S+)/);
  expect(await isHealthy(graph, settings)).toBe(true);
  const { data } = await (await fetch(`${url}?query={portal{embedded}datasets{totalCount}}`)).json();
  expect(data).toEqual({ portal: { embedded: false }, datasets: { totalCount: expect.any(Number) } });
  stop();
  expect((await ended()).code).toBe(0);
  expect(await isHealthy(graph, settings)).toBe(false);
});

test('the graph image says what it lacks without one', async () => {
  const { code, errors } = await start(graph, {}).ended();
  expect(code).toBe(1);
  expect(errors).toMatch(/^No portal is named/);
});

test('the demo serves the portal that it brings, without building anything', async () => {
  const settings = { PORT: String(await freePort()), LOG_LEVEL: 'silent' };
  const { says, ended, stop } = start(demo, settings);
  const url = await says(/GraphQL: (\S+)/);
  expect(await isHealthy(demo, settings)).toBe(true);
  const query =
    '{ portal { embedded } dataset(datasetId: "country-flags") { records(first: 1) { nodes { files { file { thumbnailUrl(size: 50) } } } } } }';
  const { data } = await (await fetch(`${url}?query=${encodeURIComponent(query)}`)).json();
  expect(data.portal.embedded).toBe(true);
  const thumbnail = await fetch(data.dataset.records.nodes[0].files[0].file.thumbnailUrl);
  expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/png']);
  stop();
  const { code, output } = await ended();
  expect(code).toBe(0);
  expect(output).not.toMatch(/building/);
});

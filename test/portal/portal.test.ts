import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type PortalOptions, startPortal } from '../../src/portal/portal.ts';
import { Client, definitions } from './client.ts';
import { makeFolder, PushClient, realtimeDefinitions } from './push-client.ts';

/** A folder for one test, gone when it ends. */
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ods-graphql-portal-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Starts a portal, counts its museums, ends it; gives what it said of its progress. */
async function run(options: PortalOptions): Promise<string[]> {
  const lines: string[] = [];
  const portal = await startPortal({ definitions, onProgress: (line) => lines.push(line), ...options });
  const { nhits } = await new Client(portal.url).records('museums');
  await portal.close();
  expect(nhits).toBe(6);
  return lines;
}

describe('the database', () => {
  test('is built once, with a line for each dataset', async () => {
    const databaseFile = join(folder(), 'deeper', 'portal.sqlite');
    const lines = await run({ databaseFile });
    expect(lines[0]).toBe("building the portal's database: museums");
    expect(lines).toHaveLength(6);
    const { mtimeMs } = statSync(databaseFile);
    expect(await run({ databaseFile })).toEqual([]);
    expect(statSync(databaseFile).mtimeMs).toBe(mtimeMs);
  });

  test('is built again when the file is broken, or made of something else', async () => {
    const databaseFile = join(folder(), 'portal.sqlite');
    writeFileSync(databaseFile, 'not a database');
    expect(await run({ databaseFile })).not.toEqual([]);
    const other = join(folder(), 'datasets.ts');
    writeFileSync(other, 'export const datasets = [];');
    const portal = await startPortal({ definitions: pathToFileURL(other).href, databaseFile });
    expect((await new Client(portal.url).datasets()).nhits).toBe(0);
    await portal.close();
    expect(await run({ databaseFile })).not.toEqual([]);
  });

  test('is built again when its pages are damaged, with a line that says so; what was pushed stays', async () => {
    const databaseFile = join(folder(), 'portal.sqlite');
    const { accessFile, remove } = makeFolder();
    onTestFinished(remove);
    const lines: string[] = [];
    const options = { definitions: realtimeDefinitions, accessFile, databaseFile };
    const first = await startPortal(options);
    await new PushClient(first.url).push('things', [{ name: 'kept' }]);
    await first.close();
    // The head and the first pages are as they were: the file opens.
    const bytes = readFileSync(databaseFile);
    bytes.fill(0xa5, 3 * 4096);
    writeFileSync(databaseFile, bytes);
    const again = await startPortal({ ...options, onProgress: (line) => lines.push(line) });
    const client = new PushClient(again.url);
    const names = async () => {
      const { records } = await client.records('things');
      return records.map(({ fields }) => fields.name);
    };
    await expect.poll(() => names().catch(() => [])).toEqual(['kept']);
    expect(lines[0]).toBe(`the portal's database is damaged, and is built again: ${databaseFile}`);
    await again.close();
  });

  test('is built again while it is in use, by another process at the same address', async () => {
    const databaseFile = join(folder(), 'portal.sqlite');
    const lines: string[] = [];
    const crashes: unknown[] = [];
    const portal = await startPortal({
      definitions,
      databaseFile,
      onProgress: (line) => lines.push(line),
      onCrash: (crash) => crashes.push(crash),
    });
    const client = new Client(portal.url);
    const bytes = readFileSync(databaseFile);
    bytes.fill(0xa5, 4096);
    writeFileSync(databaseFile, bytes);
    const asked = () =>
      client.records('museums').then(
        ({ nhits }) => nhits,
        () => 0,
      );
    await expect.poll(asked).toBe(0);
    await expect.poll(asked).toBe(6);
    expect(lines.join()).toContain('is damaged, and is built again');
    expect(crashes).toMatchObject([{ willRestart: true }]);
    await portal.close();
  });

  test('is whole though several build it at once, and nothing is left behind', async () => {
    const place = folder();
    const databaseFile = join(place, 'portal.sqlite');
    await Promise.all([run({ databaseFile }), run({ databaseFile }), run({ databaseFile })]);
    expect(await run({ databaseFile })).toEqual([]);
    expect(readdirSync(place)).toEqual(['portal.sqlite']);
  });

  test('is not left half built by a definition that fails', async () => {
    const place = folder();
    const source = `export const datasets = [{
      datasetid: 'broken', metas: { title: 'b', modified: '2024-01-01T00:00:00Z' }, visibility: 'domain',
      fields: [{ name: 'n', label: 'n', type: 'int' }], records: () => [{ n: 'many' }],
    }];`;
    writeFileSync(join(place, 'datasets.ts'), source);
    const start = startPortal({
      definitions: pathToFileURL(join(place, 'datasets.ts')).href,
      databaseFile: join(place, 'portal.sqlite'),
    });
    await expect(start).rejects.toThrow('Dataset "broken": Field "n": "many" is not a number.');
    expect(readdirSync(place)).toEqual(['datasets.ts']);
  });
});

describe('a portal', () => {
  test('gives its address, and its port back when closed', async () => {
    const first = await startPortal({ definitions, databaseFile: ':memory:' });
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await first.close();
    await expect(fetch(first.url)).rejects.toThrow();
    const port = Number(new URL(first.url).port);
    const second = await startPortal({ definitions, databaseFile: ':memory:', port });
    expect(second.url).toBe(first.url);
    await second.close();
    await second.close();
  });

  test('says why it cannot start', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const address = squatter.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const taken = startPortal({ definitions, databaseFile: ':memory:', port });
    await expect(taken).rejects.toThrow(`address already in use 127.0.0.1:${port}`);
    squatter.close();

    const place = folder();
    copyFileSync(new URL(definitions), join(place, 'empty.ts'));
    writeFileSync(join(place, 'empty.ts'), 'export const nothing = 1;');
    const start = (file: string) =>
      startPortal({ definitions: pathToFileURL(join(place, file)).href, databaseFile: ':memory:' });
    await expect(start('empty.ts')).rejects.toThrow('exports no "datasets"');
    await expect(start('missing.ts')).rejects.toThrow('missing.ts');
  });
});

/** The file of pushed records: it outlives the portal, changes of the fields, and may have several readers. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type PortalOptions, startPortal } from '../../src/portal/portal.ts';
import { makeFolder, PushClient, realtimeDefinitions } from './push-client.ts';

function place() {
  const { folder, accessFile, remove } = makeFolder();
  onTestFinished(remove);
  const progress: string[] = [];
  const options: PortalOptions = {
    definitions: realtimeDefinitions,
    databaseFile: ':memory:',
    pushFile: join(folder, 'deeper', 'pushed.sqlite'),
    accessFile,
    onProgress: (line) => progress.push(line),
  };
  return { folder, progress, options };
}

/** Runs a portal for as long as `use` takes. */
async function during<T>(options: PortalOptions, use: (client: PushClient) => Promise<T>): Promise<T> {
  const portal = await startPortal(options);
  try {
    return await use(new PushClient(portal.url));
  } finally {
    await portal.close();
  }
}

const photo = { content: Buffer.from('bytes').toString('base64'), 'content-type': 'text/plain' };

describe('what was pushed', () => {
  test('is there after a restart, with its ids, its times and its files', async () => {
    const { options } = place();
    const before = await during(options, async (client) => {
      await client.push('things', [
        { name: 'a', tags: 'x,y', size: 3, place: [48.5, 2.5], photo },
        { name: 'b' },
        { name: 'c' },
      ]);
      await client.remove('things', { name: 'c' });
      return client.records('things', { facet: 'tags' });
    });
    expect(before.nhits).toBe(2);
    await during(options, async (client) => {
      expect(await client.records('things', { facet: 'tags' })).toEqual(before);
      expect((await client.records('things', { 'geofilter.distance': '48.5,2.5,1' })).nhits).toBe(1);
      const { records } = await client.records('things', { q: 'size=3', fields: 'photo' });
      const { id } = JSON.parse(JSON.stringify(records[0]?.fields.photo));
      expect((await client.open(`/api/datasets/1.0/things/files/${id}/`)).bytes.toString()).toBe('bytes');
      const { metas } = JSON.parse((await client.call('/api/datasets/1.0/things/')).text);
      expect(metas.records_count).toBe(2);
      await client.push('things', { name: 'a', tags: 'x,y', size: 3, place: [48.5, 2.5], photo });
      expect((await client.records('things')).nhits).toBe(2);
      const [first] = before.records;
      await client.removeById('things', first?.recordid ?? '');
      expect(await client.values('things', 'name')).toEqual(['b']);
    });
  });

  test('is there though the portal was killed as soon as it said so', async () => {
    const { folder, options } = place();
    const { onProgress: _, ...sent } = options;
    const program = join(folder, 'program.ts');
    writeFileSync(
      program,
      `import { startPortal } from ${JSON.stringify(new URL('../../src/portal/portal.ts', import.meta.url))};
       console.log((await startPortal(${JSON.stringify(sent)})).url);`,
    );
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [url] = await once(child.stdout, 'data');
    await new PushClient(String(url).trim()).push('things', [{ name: 'a', photo }, { name: 'b' }]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await during(options, (client) => client.values('things', 'name'))).toEqual(['a', 'b']);
  });

  test('lies beside the database unless told otherwise, and outlives a new one', async () => {
    const { folder, options } = place();
    const databaseFile = join(folder, 'portal.sqlite');
    const { pushFile: _, ...usual } = { ...options, databaseFile };
    await during(usual, (client) => client.push('things', { name: 'a' }));
    expect(readdirSync(folder)).toContain('portal.sqlite.pushed');
    writeFileSync(databaseFile, 'broken');
    const names = await during(usual, (client) => client.values('things', 'name'));
    expect(names).toEqual(['a']);
  });

  test('is forgotten where it is kept in memory, and leaves no file behind', async () => {
    const { folder, options } = place();
    const forgetful = { ...options, pushFile: ':memory:' };
    await during(forgetful, (client) => client.push('things', { name: 'a' }));
    expect(await during(forgetful, (client) => client.values('things', 'name'))).toEqual([]);
    expect(readdirSync(folder)).toEqual(['access.json']);
  });

  test('follows its fields when they change: what does not fit any more is kept, not shown', async () => {
    const { folder, progress, options } = place();
    await during(options, (client) =>
      client.push('things', [{ name: '12', size: 1 }, { name: 'twelve', size: 2 }, { size: 3 }]),
    );
    const changed = join(folder, 'changed.ts');
    writeFileSync(
      changed,
      `import { datasets as former } from ${JSON.stringify(realtimeDefinitions)};
       const field = (name, type) => ({ name, label: name, type });
       export const datasets = former.map((dataset) => dataset.datasetid !== 'things' ? dataset : {
         ...dataset, fields: [field('size', 'text'), field('added', 'int'), field('name', 'geo_point_2d')],
       });`,
    );
    const fields = await during({ ...options, definitions: pathToFileURL(changed).href }, async (client) => {
      const { records } = await client.records('things', { sort: 'size' });
      return records.map((record) => record.fields);
    });
    expect(fields).toEqual([{ size: '3' }]);
    expect(progress.filter((line) => line.includes('pushed'))).toEqual([
      '2 pushed records of things no longer fit its fields: they are kept, but not shown',
    ]);
    const back = await during(options, (client) => client.values('things', 'size', { sort: '-size' }));
    expect(back).toEqual([1, 2, 3]);
  });

  test('stops the portal where its file is none of ours, and is left alone', async () => {
    const { folder, options } = place();
    const pushFile = join(folder, 'other.txt');
    writeFileSync(pushFile, 'This is somebody’s diary. '.repeat(100));
    await expect(startPortal({ ...options, pushFile })).rejects.toThrow(pushFile);
    expect(readdirSync(folder)).toContain('other.txt');
  });
});

describe('two portals over one file', () => {
  test('see what the other one takes, at once, and lose nothing', async () => {
    const { options } = place();
    await during(options, (one) =>
      during(options, async (other) => {
        await one.push('things', { name: 'from one' });
        expect(await other.values('things', 'name')).toEqual(['from one']);
        expect((await other.datasets({ q: 'records_count=1' })).nhits).toBe(2);
        await other.push('things', { name: 'from the other' });
        expect(await one.values('things', 'name')).toEqual(['from one', 'from the other']);
        expect((await one.datasets({ q: 'records_count=2' })).nhits).toBe(1);
        await one.remove('things', { name: 'from the other' });
        expect(await other.values('things', 'name')).toEqual(['from one']);
        const shelves = Array.from({ length: 40 }, (_, shelf) => shelf);
        await Promise.all(
          shelves.map((shelf) => (shelf % 2 === 0 ? one : other).push('stock', { shop: 'A', shelf })),
        );
        for (const client of [one, other]) {
          expect(await client.values('stock', 'shelf', { sort: '-shelf' })).toEqual(shelves);
        }
      }),
    );
  });

  test('may open it for the first time at once', async () => {
    const { options } = place();
    const portals = await Promise.all([0, 1, 2].map(() => startPortal(options)));
    await new PushClient(portals[0]?.url ?? '').push('things', { name: 'a' });
    for (const { url } of portals) {
      expect(await new PushClient(url).values('things', 'name')).toEqual(['a']);
    }
    await Promise.all(portals.map((portal) => portal.close()));
  });
});

test('a download that began before a push does not see it, and the push does not wait for it', async () => {
  const { options } = place();
  await during(options, async (client) => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ name: `${index} ${'x'.repeat(300)}` }));
    for (let batch = 0; batch < 5_000; batch += 1_000) {
      await client.push('things', many.slice(batch, batch + 1_000));
    }
    const response = await fetch(`${client.url}/api/records/1.0/download/?dataset=things&format=json`);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await client.push('things', { name: 'late' });
    expect((await client.records('things', { q: 'late' })).nhits).toBe(1);
    const chunks = [first?.value ?? new Uint8Array()];
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      chunks.push(part.value);
    }
    const records = JSON.parse(Buffer.concat(chunks).toString());
    expect(records).toHaveLength(5_000);
  });
});

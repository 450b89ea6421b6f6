/** What a server says of its types when it has started: whether the portal still has what they say. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createServer, type GraphServer } from '../../src/index.ts';
import { type DescribedPortal, startDescribedPortal } from '../portals/described-portal.ts';
import { startServerProgram } from '../support/server-program.ts';
import { parseMetrics } from './prometheus.ts';

let folder = '';
let portal: DescribedPortal;
let server: GraphServer | undefined;
/** What was logged: the level, the message, and what goes with it. */
let lines: [level: string, message: string, object: Record<string, unknown>][] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'types-'));
  portal = await startDescribedPortal();
  lines = [];
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
  server = undefined;
  await portal.close();
});

/** A dataset of the portal, and its file in the folder of types. */
function addType(name: string): void {
  const dataset = name.toLowerCase();
  portal.datasets.set(dataset, [
    { name: 'name', type: 'text' },
    { name: 'size', type: 'int' },
  ]);
  const fields = ['text', 'int'].map((type, index) => {
    const field = index === 0 ? 'name' : 'size';
    return { name: field, field, type };
  });
  const type = { dataset, name, plural: `${dataset}s`, title: dataset, fields };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(type));
}

function started(types?: string): GraphServer {
  const at = (level: string) => (object: unknown, message?: string) =>
    void lines.push([level, String(message), Object(object)]);
  const logger = { info: at('info'), warn: at('warn'), error: at('error') };
  server = createServer({ odsUrl: portal.url, types, logger });
  // What it says before it has anything to do with types.
  lines = [];
  return server;
}

async function numbersOf({ metrics }: GraphServer): Promise<Record<string, number>> {
  const family = (await parseMetrics((await metrics()).text)).get('ods_graphql_type_changes');
  return Object.fromEntries(
    (family?.metrics ?? []).map(({ labels, value }) => [
      `${labels?.type} ${labels?.criticality}`,
      Number(value),
    ]),
  );
}

test('types that are as the portal has them are told of, and count nothing; a call is for a hundred of them', async () => {
  for (let number = 0; number < 101; number++) addType(`Place${number}`);
  const { checkTypes } = started(folder);
  await checkTypes();
  expect(lines).toEqual([
    ['info', 'the types are as the portal describes their datasets', expect.objectContaining({ types: 101 })],
  ]);
  expect(portal.received).toHaveLength(2);
  expect(await numbersOf(started(folder))).toEqual({});
});

test('what breaks clients is a warning and a number for each type, and what is more is no warning', async () => {
  addType('City');
  addType('Country');
  portal.datasets.get('city')?.push({ name: 'area', type: 'double' });
  const safe = started(folder);
  await safe.checkTypes();
  expect(lines).toEqual([
    [
      'info',
      expect.stringMatching(/^the portal has more than the types say/),
      expect.objectContaining({ breaking: 0 }),
    ],
  ]);
  expect(Object.keys(await numbersOf(safe))).toContain('City safe');
  await safe.close();

  portal.datasets.get('city')?.splice(1, 1);
  portal.datasets.delete('country');
  const breaking = started(folder);
  await breaking.checkTypes();
  expect(lines).toEqual([
    ['warn', expect.stringMatching(/^the portal is no longer as the types say/), expect.any(Object)],
  ]);
  const changes = lines[0]?.[2].changes;
  expect(changes).toContain(
    'Country: The portal has no dataset "country" any more, or hides it from these credentials.',
  );
  expect(changes).toContainEqual(
    expect.stringMatching(/^City: Field 'size' .*removed from object type 'City'\.$/),
  );
  const numbers = await numbersOf(breaking);
  expect(numbers['Country breaking']).toBe(1);
  expect(numbers['City breaking']).toBeGreaterThanOrEqual(1);
});

test('a portal that fails is a line in the log and nothing else', async () => {
  addType('City');
  portal.failure = 401;
  const { checkTypes } = started(folder);
  await checkTypes();
  expect(lines).toEqual([
    [
      'warn',
      'the types could not be compared with the portal',
      { causes: [expect.objectContaining({ code: 'UNAUTHENTICATED' })] },
    ],
  ]);
});

test('a server that ends while it looks says nothing of it', async () => {
  addType('City');
  const open = Promise.withResolvers<void>();
  portal.gate = open.promise;
  const closing = started(folder);
  const checked = closing.checkTypes();
  await expect.poll(() => portal.received.length).toBe(1);
  await closing.close();
  await checked;
  expect(lines).toEqual([]);
  open.resolve();
});

test('without types nobody is asked', async () => {
  await started().checkTypes();
  await started('off').checkTypes();
  expect(portal.received).toEqual([]);
  expect(lines).toEqual([]);
});

test('wrong types stop the start with all that is wrong, and the way to do without them', () => {
  writeFileSync(join(folder, 'City.json'), '{}');
  expect(() => started(folder)).toThrow(/City\.json: dataset is missing.*\n.*City\.json: name is missing/);
  expect(() => started(folder)).toThrow(/TYPES names another folder, or is off for none/);
  expect(() => started(join(folder, 'none'))).toThrow(/is no folder that can be read \(ENOENT\)/);
});

test('the program looks when it has started, and does not wait for it', async () => {
  addType('City');
  portal.datasets.delete('city');
  const open = Promise.withResolvers<void>();
  portal.gate = open.promise;
  const settings = { ODS_URL: portal.url, TYPES: folder, LOG_LEVEL: 'info', METRICS_PORT: '0' };
  const program = await startServerProgram(settings);
  try {
    const query = '{ __type(name: "City") { fields { name } } }';
    const answer = await fetch(`${program.url}/graphql?query=${encodeURIComponent(query)}`);
    expect((await answer.json()).data.__type.fields).toContainEqual({ name: 'size' });
    open.resolve();
    await program.says(
      /"breaking":1,.*"the portal is no longer as the types say: see ods-graphql types check"/,
    );
    const numbers = await (await fetch(await program.says(/Metrics: (\S+)/))).text();
    expect(numbers).toContain('ods_graphql_type_changes{type="City",criticality="breaking"} 1');
  } finally {
    program.stop();
  }
  expect((await program.ended()).code).toBe(0);
});

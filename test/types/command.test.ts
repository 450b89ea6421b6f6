/** `ods-graphql types …` over a portal on the wire: as a process where its end matters, and else as the process does it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTypes } from '../../src/commands/types.ts';
import { portalAt } from '../../src/options.ts';
import { readCommand } from '../../src/settings/arguments.ts';
import type { DatasetType } from '../../src/types/dataset-type.ts';
import { type DescribedPortal, startDescribedPortal } from '../portals/described-portal.ts';
import { type Ended, startProgram } from '../support/program.ts';

const BIN = new URL('../../src/bin.js', import.meta.url).pathname;

let folder = '';
let portal: DescribedPortal;
beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'types-')), 'datasets');
  portal = await startDescribedPortal();
  portal.datasets.set('cities', [
    { name: 'name', type: 'text', annotations: [{ name: 'sortable' }] },
    { name: 'country_code', type: 'text', annotations: [{ name: 'facet' }] },
    { name: 'population', type: 'int' },
  ]);
  portal.datasets.set('countries', [
    { name: 'code', type: 'text' },
    { name: 'name', type: 'text' },
  ]);
});
afterEach(async () => {
  rmSync(join(folder, '..'), { recursive: true });
  await portal.close();
});

/** What the command says, and the code that it ends with. */
async function types(...words: string[]): Promise<{ code: number; output: string }> {
  const command = readCommand(['types', ...words, '--url', portal.url, '--folder', folder]);
  if (!('types' in command)) throw new Error('It is another command.');
  const { config } = command;
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const code = await runTypes(command.types, { config, say, portal: async () => portalAt(config) });
  return { code, output: lines.join('\n') };
}

/** The same in a process, as an operator starts it. */
function typesProgram(
  words: readonly string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<Ended> {
  const settings = { PATH: process.env.PATH ?? '', ...env };
  return startProgram(process.execPath, [BIN, 'types', ...words], {
    env: settings,
    ...(cwd && { cwd }),
  }).ended();
}

function read(file: string): DatasetType {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

function change(file: string, change: (type: DatasetType) => DatasetType): void {
  writeFileSync(join(folder, file), JSON.stringify(change(read(file))));
}

describe('as a process', () => {
  test('it writes into datasets/ of the working directory, asks with the credential of the server, and ends well', async () => {
    const cwd = join(folder, '..');
    const env = { ODS_URL: portal.url, ODS_APIKEY: 'secret-key' };
    const added = await typesProgram(['add', 'cities', '--as', 'City'], env, cwd);
    expect(added).toEqual({
      code: 0,
      output: 'datasets/City.json: City (cities): cities, 3 fields\n',
      errors: '',
    });
    expect(portal.received).toEqual([{ path: '/api/datasets/1.0/cities/', who: 'Apikey secret-key' }]);
    expect(readdirSync(folder)).toEqual(['City.json']);
    expect(read('City.json')).toMatchObject({ dataset: 'cities', name: 'City', plural: 'cities' });
    // What is not part of the same project is nowhere to be found by an editor.
    expect(read('City.json')).not.toHaveProperty('$schema');
    portal.datasets.set('cities', [{ name: 'name', type: 'text' }]);
    const checked = await typesProgram(['check'], env, cwd);
    expect(checked).toMatchObject({ code: 1, errors: '' });
    expect(checked.output).toMatch(/^breaking {3}City: Field 'population' .*removed/m);
  });

  test.each([
    [['types'], /^types needs to know what to do\. There are add <dataset>, list/],
    [['types', 'ad', 'x'], /^There is no types ad\./],
    [['types', 'add'], /^types add needs the identifier of a dataset/],
    [['types', 'add', 'a', 'b'], /^types add takes one dataset at a time/],
    [['types', 'add', 'https://me:secret@x.org'], /its portal is given as --url/],
    [['types', 'list', 'City'], /^types list takes no names/],
    [['types', 'remove'], /^types remove needs the name of a type/],
    [['types', 'list', '--as', 'City'], /^--as is an option of types add/],
    [['--as', 'City'], /^--as is an option of types add/],
    [
      ['types', 'list', '--port', '1'],
      /^--port is an option of the graph: the command types does not have it/,
    ],
    [['portal', '--folder', 'x'], /^--folder is an option of the graph: the portal alone/],
  ])('a command line that is wrong is told so: %j', (args, sentence) => {
    const reading = () => readCommand(args);
    expect(reading).toThrow(sentence);
    expect(reading).toThrow(expect.objectContaining({ name: 'UsageError' }));
    expect(reading).not.toThrow(/secret/);
  });

  test('what is wrong ends it with a sentence and no stack: 2 if it is the command line, 1 if it is a file', async () => {
    expect(await typesProgram(['check', 'Town', '--url', portal.url, '--folder', folder])).toEqual({
      code: 2,
      output: '',
      errors: 'There is no type "Town"; there are none.\n',
    });
    mkdirSync(folder);
    writeFileSync(join(folder, 'City.json'), '{}');
    const { code, errors } = await typesProgram(['list', '--url', portal.url, '--folder', folder]);
    expect(code).toBe(1);
    expect(errors).toMatch(/City\.json: dataset is missing: it must be a text\./);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  test('the embedded portal is started if no other is named, and its types are as they are shipped', async () => {
    const checked = await typesProgram(['check']);
    expect(checked).toMatchObject({ code: 0, errors: '' });
    expect(checked.output).toMatch(/The types are as the portal describes their datasets\.\n$/);
  });

  test('types of another portal never come into the folder of the embedded one', async () => {
    const cwd = new URL('../..', import.meta.url).pathname;
    expect(await typesProgram(['add', 'cities', '--url', portal.url], {}, cwd)).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/has the types of the embedded portal: .* by --folder or TYPES/),
    });
  });
});

describe('add', () => {
  test('names a type after its dataset, and not as anything that is there', async () => {
    portal.datasets.set('record', []);
    portal.datasets.set('Région – Île', []);
    await types('add', 'record');
    await types('add', 'Région – Île');
    expect(readdirSync(folder)).toEqual(['Record_2.json', 'RegionIle.json']);
  });

  test('never leaves the folder, whatever the portal calls a dataset', async () => {
    const id = '..%2f..%2fetc';
    portal.datasets.set(id, []);
    await types('add', id);
    expect(readdirSync(folder)).toEqual(['_2f2fetc.json'].map(() => expect.stringMatching(/^\w+\.json$/)));
    await expect(types('add', '../../cities')).rejects.toThrow(/The portal has no dataset/);
  });

  test.each([
    [['add', 'towns'], /^The portal has no dataset "towns", or hides it from these credentials\./],
    [['add', 'countries', '--as', '1a'], /^--as "1a" cannot be the name of a type/],
    [['add', 'countries', '--as', '../x'], /^--as "\.\.\/x" cannot be the name of a type/],
    [['add', 'countries', '--as', 'City'], /^There is a file City\.json already/],
    [
      ['add', 'countries', '--as', 'Dataset'],
      /Dataset\.json: name is "Dataset", and the graph itself has that name/,
    ],
    [['add', 'cities', '--as', 'Town'], /^City\.json makes a type of "cities" already/],
  ])('%j is refused with a sentence, and writes nothing', async (words, sentence) => {
    await types('add', 'cities', '--as', 'City');
    await expect(types(...words)).rejects.toThrow(sentence);
    expect(readdirSync(folder)).toEqual(['City.json']);
  });

  test('a portal that fails is told as it is', async () => {
    portal.failure = 401;
    await expect(types('add', 'cities')).rejects.toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
    expect(existsSync(folder)).toBe(false);
  });
});

describe('with two types that have a relation', () => {
  beforeEach(async () => {
    await types('add', 'cities', '--as', 'City');
    await types('add', 'countries', '--as', 'Country');
    change('City.json', (type) => ({
      ...type,
      plural: 'towns',
      fields: type.fields.map((field) =>
        field.field === 'population' ? { ...field, name: 'people' } : field,
      ),
      relations: { country: { to: 'Country', by: { countryCode: 'code' }, back: 'cities' } },
    }));
    portal.received.length = 0;
  });

  test('list says what they are, and asks nobody', async () => {
    expect(await types('list')).toEqual({
      code: 0,
      output: 'City (cities): towns, 3 fields; country → Country\nCountry (countries): countries, 2 fields',
    });
    expect(portal.received).toEqual([]);
  });

  test('check and update ask for all datasets in one call, and find nothing to do', async () => {
    const before = read('City.json');
    expect(await types('check')).toEqual({
      code: 0,
      output: 'The types are as the portal describes their datasets.',
    });
    expect(portal.received.map(({ path }) => path)).toEqual(['/api/datasets/1.0/search/']);
    expect(await types('update')).toEqual({ code: 0, output: '' });
    expect(read('City.json')).toEqual(before);
  });

  test('check tells what is safe, dangerous and breaking apart', async () => {
    portal.datasets.get('countries')?.push({ name: 'area', type: 'double' });
    const safe = await types('check');
    expect(safe.code).toBe(0);
    expect(safe.output).toMatch(/^safe {7}Country: Field 'area' was added to object type 'Country'\.$/m);
    expect(safe.output).not.toMatch(/^breaking/m);

    portal.datasets.get('cities')?.splice(2, 1, { name: 'population', type: 'double' });
    const breaking = await types('check', 'City');
    expect(breaking.code).toBe(1);
    expect(breaking.output).toMatch(/^breaking {3}City: Field 'City\.people' changed type/m);
    expect(breaking.output).not.toContain('area');

    // A relation whose key is gone is no relation.
    portal.datasets.get('cities')?.splice(1, 1);
    expect((await types('check')).output).toMatch(/^breaking {3}City: Field 'country' .*removed/m);

    portal.datasets.delete('countries');
    const lost = await types('check', 'Country');
    expect(lost.code).toBe(1);
    expect(lost.output).toMatch(/^breaking {3}Country: The portal has no dataset "countries" any more/);
  });

  test('update takes over what the portal says, and keeps what was done by hand', async () => {
    portal.datasets.set('cities', [
      { name: 'country_code', type: 'text' },
      { name: 'population', type: 'double' },
      { name: 'cities', type: 'text' },
    ]);
    portal.datasets.get('countries')?.push({ name: 'cities', type: 'int' });
    expect(await types('update')).toEqual({
      code: 0,
      output: 'City: new: cities; gone: name; changed: countryCode, people.\nCountry: new: cities_2.',
    });
    expect(read('City.json')).toMatchObject({
      plural: 'towns',
      relations: { country: { to: 'Country', by: { countryCode: 'code' }, back: 'cities' } },
      fields: [
        { name: 'name', gone: true },
        { name: 'countryCode', field: 'country_code' },
        { name: 'people', field: 'population', type: 'double' },
        { name: 'cities', field: 'cities' },
      ],
    });
    // What is gone breaks nobody a second time: it is null and deprecated until it is removed by hand.
    expect(await types('check')).toMatchObject({ code: 0 });
  });

  test('an update that would make a relation wrong writes nothing', async () => {
    portal.datasets.get('countries')?.splice(0, 1, { name: 'code', type: 'int' });
    portal.datasets.get('cities')?.push({ name: 'area', type: 'double' });
    const before = readFileSync(join(folder, 'City.json'), 'utf8');
    await expect(types('update')).rejects.toThrow(
      /City\.json: relations\.country\.by\.countryCode compares "countryCode" \(text\) with "code" \(int\)/,
    );
    expect(readFileSync(join(folder, 'City.json'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toEqual(['City.json', 'Country.json']);
  });

  test('a dataset that is lost leaves its file, and the others are brought up to date', async () => {
    portal.datasets.delete('cities');
    portal.datasets.get('countries')?.push({ name: 'area', type: 'double' });
    const { code, output } = await types('update');
    expect(code).toBe(1);
    expect(output).toMatch(/^Country: new: area\.$/m);
    expect(output).toMatch(/^City: The portal has no dataset "cities", .* City\.json stays as it is\.$/m);
  });

  test('remove takes no type away that a relation leads to', async () => {
    await expect(types('remove', 'Country')).rejects.toThrow(
      /City\.json: relations\.country\.to is "Country"/,
    );
    expect(await types('remove', 'City', 'Country')).toMatchObject({ code: 0 });
    expect(readdirSync(folder)).toEqual([]);
    expect(portal.received).toEqual([]);
  });
});

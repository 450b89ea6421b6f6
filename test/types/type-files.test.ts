/** The folder of types: what is read of it, and what is said of every mistake in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DatasetType, TypeField } from '../../src/types/dataset-type.ts';
import { TypeFilesError } from '../../src/types/mistake.ts';
import { readTypes } from '../../src/types/type-files.ts';
import type { BaseNames } from '../../src/types/type-set.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'types-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const BASE: BaseNames = {
  types: new Set(['Query', 'Record', 'Dataset', 'DatasetFilter']),
  fields: new Set(['record', 'dataset', 'datasets', 'pushRecords']),
};

function field(name: string, type = 'text', more: Partial<TypeField> = {}): TypeField {
  return { name, field: name, type, ...more };
}

const CITY: DatasetType = {
  dataset: 'cities',
  name: 'City',
  plural: 'cities',
  fields: [
    field('name'),
    field('countryCode'),
    field('size', 'int'),
    field('area', 'double'),
    field('tags', 'text', { annotations: [{ name: 'multivalued', args: [','] }] }),
  ],
};
const COUNTRY: DatasetType = {
  dataset: 'countries',
  name: 'Country',
  plural: 'countries',
  fields: [field('code'), field('name'), field('number', 'int')],
};

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}

function errorOf(base = BASE): TypeFilesError {
  try {
    readTypes(folder, base);
  } catch (error) {
    if (error instanceof TypeFilesError) return error;
    throw error;
  }
  throw new Error('The types were read.');
}

/** What is told of a city and a country of which this is different. */
function toldOf(city: Partial<DatasetType>, country: Partial<DatasetType> = {}): string[] {
  write('City.json', { ...CITY, ...city });
  write('Country.json', { ...COUNTRY, ...country });
  return errorOf().mistakes.map(({ file, path, message }) => `${file}: ${path} ${message}`);
}

function relation(to: string, by: Record<string, string>, back?: string): Pick<DatasetType, 'relations'> {
  return { relations: { country: { to, by, ...(back !== undefined && { back }) } } };
}

test('types are read in the order of their files; what is no JSON file is passed over', () => {
  write('b.json', COUNTRY);
  write('a.json', { ...CITY, ...relation('Country', { countryCode: 'code' }, 'cities') });
  write('.hidden.json', 'no JSON');
  write('README.md', '# Types');
  const types = readTypes(folder, BASE);
  expect(types.map(({ name }) => name)).toEqual(['City', 'Country']);
  expect(types[0]?.relations?.country).toEqual({
    to: 'Country',
    by: { countryCode: 'code' },
    back: 'cities',
  });
});

test('a folder without files has no types', () => {
  expect(readTypes(folder, BASE)).toEqual([]);
});

test('relations of two fields, of whole numbers, and to the same type are possible', () => {
  write('City.json', {
    ...CITY,
    relations: {
      twin: { to: 'City', by: { name: 'name', size: 'size' }, back: 'twins' },
      country: { to: 'Country', by: { size: 'number' } },
    },
  });
  write('Country.json', COUNTRY);
  expect(readTypes(folder, BASE)).toHaveLength(2);
});

test('all mistakes are told at once, each with its file and its place', () => {
  write('A.json', 'no JSON');
  write('B.json', { ...CITY, name: '1City', hiden: true });
  write('C.json', { ...COUNTRY, fields: [field('a'), { field: 'b', type: 3, as: 'Text' }] });
  const { message } = errorOf();
  expect(message).toMatch(/^The types in .+ cannot be used:\n/);
  expect(message).toMatch(/^ {2}A\.json is no JSON: /m);
  expect(message).toMatch(/^ {2}B\.json: name must be a name of GraphQL: .+ no digit at the start\.$/m);
  expect(message).toMatch(/^ {2}B\.json says "hiden", which means nothing here\. Did you mean "hidden"/m);
  expect(message).toMatch(/^ {2}C\.json: fields\[1\]\.name is missing: it must be a text\.$/m);
  expect(message).toMatch(/^ {2}C\.json: fields\[1\]\.type must be a text\.$/m);
  expect(message).toMatch(/^ {2}C\.json: fields\[1\]\.as must be "Int" or "Float"\.$/m);
});

test('no message grows with what a file has in it', () => {
  const long = 'x'.repeat(10_000);
  for (let number = 0; number < 60; number++) write(`${number}.json`, { [long]: long });
  const { message, mistakes } = errorOf();
  expect(mistakes.length).toBeGreaterThan(60);
  expect(message).toMatch(/And \d+ more\.$/);
  expect(message.length).toBeLessThan(60_000);
});

describe('what cannot be read', () => {
  test('a folder that is not there', () => {
    expect(() => readTypes(join(folder, 'none'), BASE)).toThrow(/is no folder that can be read \(ENOENT\)/);
  });

  test('a folder of too many files', () => {
    for (let number = 0; number <= 1000; number++) write(`${number}.json`, '');
    expect(() => readTypes(folder, BASE)).toThrow(/has 1001 files \*\.json; it may have 1000/);
  });

  test('a file of too many bytes', () => {
    write('City.json', JSON.stringify(CITY) + ' '.repeat(1024 * 1024));
    expect(() => readTypes(folder, BASE)).toThrow(/City\.json has \d+ bytes; it may have 1024 KB/);
  });

  test('a file nested without end', () => {
    write('City.json', '['.repeat(500_000));
    expect(() => readTypes(folder, BASE)).toThrow(TypeFilesError);
  });

  test('names that mean something to JavaScript', () => {
    write('City.json', `{"__proto__": {"name": "City"}, "constructor": 1}`);
    expect(() => readTypes(folder, BASE)).toThrow(/City\.json: dataset is missing/);
  });
});

describe('names that clash', () => {
  test.each<[string, Partial<DatasetType>, Partial<DatasetType>, RegExp]>([
    [
      'two types',
      {},
      { name: 'City' },
      /^Country\.json: name is "City", and City\.json has that name already/,
    ],
    [
      'a type of the graph',
      { name: 'Record' },
      {},
      /^City\.json: name is "Record", and the graph itself has/,
    ],
    [
      'a type with what goes with another',
      { name: 'CountryFilter' },
      {},
      /^Country\.json: name is "Country", which goes with a type CountryFilter, and City\.json has/,
    ],
    [
      'a type with what goes with a plural',
      { name: 'PushCountriesInput' },
      {},
      /^Country\.json: plural is "countries", which goes with a type PushCountriesInput/,
    ],
    [
      'two plurals',
      {},
      { plural: 'cities' },
      /^Country\.json: plural makes a field "cities" .*City\.json has/,
    ],
    [
      'one and many',
      { plural: 'city' },
      {},
      /^City\.json: plural .*the field that looks up one has that name/,
    ],
    [
      'a plural and one of another',
      { plural: 'country' },
      {},
      /^Country\.json: name makes a field "country"/,
    ],
    ['a field of the graph', { plural: 'datasets' }, {}, /^City\.json: plural .*the graph itself has it/],
    [
      'a mutation',
      { plural: 'records' },
      {},
      /^City\.json: plural makes a field "pushRecords" .*graph itself/,
    ],
    [
      'two types of one dataset',
      {},
      { dataset: 'cities' },
      /^Country\.json: dataset .*a record has one type/,
    ],
    [
      'two fields',
      { fields: [field('a'), field('b', 'text', { name: 'a' })] },
      {},
      /^City\.json: fields\[1\]\.name is "a", too like the name of fields\[0\] \("a"\)/,
    ],
    [
      'two fields as values of an enum',
      { fields: [field('country_code'), field('countryCode')] },
      {},
      /^City\.json: fields\[1\]\.name is "countryCode", too like .*"country_code"/,
    ],
    [
      'one field twice',
      { fields: [field('a'), field('a', 'text', { name: 'b' })] },
      {},
      /^City\.json: fields\[1\]\.field is "a", which fields\[0\] is already/,
    ],
    ['a name of the graph', { fields: [field('id')] }, {}, /fields\[0\]\.name is "id".* "id_" would do/],
    [
      'a relation and a field',
      relation2('name'),
      {},
      /relations\.name would be "name" on City, and .*fields\[0\]/,
    ],
    [
      'a relation and a name of the graph',
      relation2('key'),
      {},
      /relations\.key is "key", a name that the graph/,
    ],
    [
      'the way back and a field',
      relation('Country', { countryCode: 'code' }, 'name'),
      {},
      /^City\.json: relations\.country\.back would be "name" on Country, and Country\.json: fields\[1\]/,
    ],
    [
      'the way back and a relation there',
      relation('Country', { countryCode: 'code' }, 'capital'),
      { relations: { capital: { to: 'City', by: { name: 'name' } } } },
      /back would be "capital" on Country, and Country\.json: relations\.capital/,
    ],
  ])('%s', (_, city, country, sentence) => {
    const told = toldOf(city, country);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(sentence);
  });

  function relation2(name: string): Partial<DatasetType> {
    return { relations: { [name]: { to: 'Country', by: { countryCode: 'code' } } } };
  }
});

describe('relations that lead nowhere', () => {
  test.each<[string, Partial<DatasetType>, RegExp]>([
    [
      'no such type',
      relation('Contry', { name: 'name' }),
      /relations\.country\.to is "Contry".*mean "Country"/,
    ],
    ['nothing like it', relation('X', { name: 'name' }), /there is no such type: there are City, Country$/],
    [
      'no field here',
      relation('Country', { nam: 'name' }),
      /by\.nam names "nam", and City has no.*mean "name"/,
    ],
    [
      'no field there',
      relation('Country', { name: 'zip' }),
      /by\.name names "zip", and Country has no .* code/,
    ],
    [
      'a name of an object',
      relation('Country', { constructor: 'name' }),
      /names "constructor", and City has no/,
    ],
    ['two types', relation('Country', { name: 'number' }), /compares "name" \(text\) with "number" \(int\)/],
    ['no key', relation('Country', { area: 'number' }), /"area", which is of type double.*a text or an int/],
    ['several values', relation('Country', { tags: 'name' }), /"tags", which has several values in City/],
  ])('%s', (_, city, sentence) => {
    const told = toldOf(city);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(sentence);
  });

  test('a relation that gives one field gives one that is there, and has no way back', () => {
    const flag = { to: 'Country', by: { countryCode: 'code' }, field: 'nam', back: 'cities' };
    expect(toldOf({ relations: { flag } })).toEqual([
      'City.json: relations.flag.field names "nam", and Country has no such field: Did you mean "name"',
      expect.stringMatching(/^City\.json: relations\.flag\.back is "cities", .* no way back/),
    ]);
  });

  test('without any field', () => {
    expect(toldOf(relation('Country', {}))).toEqual([
      'City.json: relations.country.by needs at least one field',
    ]);
  });

  test('with a name that none can have', () => {
    write('City.json', { ...CITY, relations: { 'a b': { to: 'Country', by: { name: 'name' } } } });
    expect(() => readTypes(folder, BASE)).toThrow(
      /City\.json: relations\.a b is no name for a relation: it must/,
    );
  });
});

test.each([
  [field('a', 'int', { as: 'Float' }), /fields\[0\]\.as .*of type int/],
  [field('a', 'text', { as: 'Int', annotations: [{ name: 'multivalued', args: [','] }] }), /several values/],
])('only a text with one number can be given as a number: %j', (wrong, sentence) => {
  expect(toldOf({ fields: [wrong] })).toEqual([expect.stringMatching(sentence)]);
});

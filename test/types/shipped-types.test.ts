/** The types of the embedded portal, as they are shipped, and the JSON schema by which editors check such files. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { validateSchema } from 'graphql';
import { expect, test } from 'vitest';
import { apiSchema, schema } from '../../src/schema/schema.ts';
import { withTypes } from '../../src/schema/typed/typed-schema.ts';
import { baseNamesOf } from '../../src/types/base-names.ts';
import { readTypeFiles } from '../../src/types/type-files.ts';
import { textOfType } from '../../src/types/type-text.ts';

const FOLDER = fileURLToPath(new URL('../../datasets/', import.meta.url));
const JSON_SCHEMA = fileURLToPath(new URL('../../schema/dataset-type.schema.json', import.meta.url));

const files = readTypeFiles(FOLDER, baseNamesOf(schema));
const read = (file: string): string => readFileSync(FOLDER + file, 'utf8');
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(JSON_SCHEMA, 'utf8')));

test('there are eight of them, each in a file of its name', () => {
  const names = ['BirdStrike', 'City', 'Commune', 'Country', 'Earthquake', 'Event', 'Flag', 'Sensor'];
  expect(files.map(({ type }) => type.name)).toEqual(names);
  expect(readdirSync(FOLDER).sort()).toEqual(names.map((name) => `${name}.json`));
});

test('they make a schema', () => {
  expect(
    validateSchema(
      withTypes(
        apiSchema,
        files.map(({ type }) => type),
      ),
    ),
  ).toEqual([]);
});

test.each(files)(
  '$file is as the command writes it, and editors find nothing wrong with it',
  ({ file, type }) => {
    expect(read(file)).toBe(textOfType(type));
    expect(type.$schema).toBe('../schema/dataset-type.schema.json');
    expect(validate(JSON.parse(read(file))) || validate.errors).toBe(true);
  },
);

test.each([
  ['without its dataset', { dataset: undefined }, /required property 'dataset'/],
  ['with a name that GraphQL does not have', { name: '1City' }, /\/name must match pattern/],
  ['with a member that means nothing', { hidden: true }, /additional properties/],
  [
    'with a cast that there is none of',
    { fields: [{ name: 'a', field: 'a', type: 'text', as: 'Date' }] },
    /\/as must be/,
  ],
  ['with a relation to nowhere', { relations: { country: { by: { a: 'b' } } } }, /required property 'to'/],
])('editors see a file %s', (_, change, message) => {
  const wrong = JSON.parse(JSON.stringify({ ...JSON.parse(read('City.json')), ...change }));
  expect(validate(wrong)).toBe(false);
  expect(validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join()).toMatch(
    message,
  );
});

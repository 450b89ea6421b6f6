/** A dataset as a type: of real portals, of odd ones, and brought up to date. */
import fc from 'fast-check';
import { assertName } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type Dataset, readDataset } from '../../src/ods/dataset.ts';
import { type JsonObject, readObjects } from '../../src/ods/json.ts';
import { DatasetType } from '../../src/types/dataset-type.ts';
import { typeFromDataset, updatedType } from '../../src/types/from-dataset.ts';
import { plainText } from '../../src/types/plain-text.ts';
import { type BaseNames, mistakesBetween } from '../../src/types/type-set.ts';
import { textOfType } from '../../src/types/type-text.ts';
import { oddDataset, recordedDatasets } from '../support/odd-datasets.ts';

const NO_NAMES: BaseNames = { types: new Set(), fields: new Set() };

/** The type, as it is read again from the file that is written of it; what is wrong with it fails the test. */
function writtenAndRead(type: DatasetType): DatasetType {
  const read = DatasetType.parse(JSON.parse(textOfType(type)));
  expect(mistakesBetween([{ file: 'Type.json', type: read }], NO_NAMES)).toEqual([]);
  return read;
}

function datasetOf(fields: JsonObject[], metas: JsonObject = {}, datasetid = 'cities'): Dataset {
  return readDataset({ datasetid, metas, fields });
}

test('there are recorded datasets, and some have fields', () => {
  expect(recordedDatasets.length).toBeGreaterThan(5);
  expect(recordedDatasets.filter(([, { fields }]) => readObjects(fields).length > 0).length).toBeGreaterThan(
    2,
  );
});

test.each(recordedDatasets)('%s makes a type with each of its fields', (_, json) => {
  const dataset = readDataset(json);
  const type = writtenAndRead(typeFromDataset(dataset));
  expect(type.fields.map(({ field }) => field)).toEqual([...dataset.fields].map(({ name }) => name));
  expect(updatedType(type, dataset)).toEqual(type);
});

test('a thousand odd datasets make types, each with every field once, and stay as they are if nothing changes', () => {
  fc.assert(
    fc.property(oddDataset, (json) => {
      const dataset = readDataset(json);
      const type = writtenAndRead(typeFromDataset(dataset));
      assertName(type.name);
      expect(type.fields.map(({ field }) => field)).toEqual([...dataset.fields].map(({ name }) => name));
      expect(updatedType(type, dataset)).toEqual(type);
    }),
    { numRuns: 1000 },
  );
});

test('one odd dataset becomes another: what was named keeps its name, and nothing of the former is lost', () => {
  fc.assert(
    fc.property(oddDataset, oddDataset, (before, after) => {
      const type = typeFromDataset(readDataset(before));
      const dataset = readDataset(after);
      const updated = writtenAndRead(updatedType(type, dataset));
      const namesOf = ({ fields }: DatasetType) => fields.map(({ name, field }) => [name, field]);
      expect(namesOf(updated).slice(0, type.fields.length)).toEqual(namesOf(type));
      for (const { field, gone } of updated.fields) expect(gone ?? false).toBe(!dataset.fields.get(field));
      for (const { name } of dataset.fields) expect(updated.fields.map(({ field }) => field)).toContain(name);
    }),
    { numRuns: 200 },
  );
});

const CITIES = datasetOf(
  [
    { name: 'name', type: 'text', label: 'Name', annotations: [{ name: 'sortable' }] },
    { name: 'country_code', type: 'text', label: 'country_code', annotations: [{ name: 'facet' }] },
    {
      name: 'area',
      type: 'double',
      label: 'Area',
      description: '<p>Land&nbsp;only.</p>',
      annotations: [{ name: 'unit', args: ['km²'] }],
    },
    { name: 'zip', type: 'text' },
  ],
  {
    title: 'Cities',
    description: '<p>All <b>cities</b>&nbsp;&amp; towns.</p><p>Of 2020.</p>',
    license: 'CC BY',
    attributions: 'GeoNames',
  },
);

test('what the portal says of a dataset is in its file, in a text that never varies', () => {
  const text = textOfType(typeFromDataset(CITIES, 'City'));
  expect(text.endsWith('}\n')).toBe(true);
  expect(JSON.parse(text)).toEqual({
    dataset: 'cities',
    name: 'City',
    plural: 'cities',
    title: 'Cities',
    description: 'All cities & towns.\n\nOf 2020.',
    license: 'CC BY',
    attributions: ['GeoNames'],
    fields: [
      { name: 'name', field: 'name', type: 'text', label: 'Name', annotations: [{ name: 'sortable' }] },
      { name: 'countryCode', field: 'country_code', type: 'text', annotations: [{ name: 'facet' }] },
      { name: 'area', field: 'area', type: 'double', label: 'Area', description: 'Land only.', unit: 'km²' },
      { name: 'zip', field: 'zip', type: 'text' },
    ],
  });
  expect(textOfType(DatasetType.parse(JSON.parse(text)))).toBe(text);
});

describe('brought up to date', () => {
  const byHand: DatasetType = {
    ...typeFromDataset(CITIES, 'City'),
    $schema: './type.json',
    plural: 'towns',
    realtime: true,
    relations: { population: { to: 'City', by: { zip: 'zip' } } },
  };
  byHand.fields = byHand.fields.map((field) =>
    field.name === 'zip' ? { ...field, as: 'Int', hidden: true } : { ...field, name: `${field.name}X` },
  );

  test('what was done by hand stays, if the portal says the same and if it says other things', () => {
    expect(updatedType(byHand, CITIES)).toEqual(byHand);
    const now = datasetOf(
      [
        { name: 'zip', type: 'text', label: 'Code' },
        { name: 'area', type: 'int' },
        { name: 'name', type: 'text', label: 'Name' },
      ],
      { title: 'Towns' },
    );
    const updated = updatedType(byHand, now);
    expect(updated).toMatchObject({
      $schema: './type.json',
      plural: 'towns',
      realtime: true,
      title: 'Towns',
    });
    expect(updated).not.toHaveProperty('license');
    expect(updated.relations).toEqual(byHand.relations);
    expect(updated.fields).toEqual([
      { name: 'nameX', field: 'name', type: 'text', label: 'Name' },
      {
        name: 'countryCodeX',
        field: 'country_code',
        type: 'text',
        annotations: [{ name: 'facet', args: [] }],
        gone: true,
      },
      { name: 'areaX', field: 'area', type: 'int' },
      { name: 'zip', field: 'zip', type: 'text', label: 'Code', as: 'Int', hidden: true },
    ]);
    // What is gone and comes back is as it was.
    expect(updatedType(updated, CITIES).fields).toEqual(byHand.fields);
  });

  test('a cast that cannot be any more is given up', () => {
    const now = datasetOf([{ name: 'zip', type: 'int' }]);
    expect(updatedType(byHand, now).fields.at(-1)).toEqual({
      name: 'zip',
      field: 'zip',
      type: 'int',
      hidden: true,
    });
  });

  test('a new field is added behind the others, under a name that no other member has', () => {
    const now = datasetOf([
      { name: 'population', type: 'int' },
      { name: 'namex', type: 'text' },
      { name: 'places', type: 'int' },
      { name: 'name', type: 'text' },
    ]);
    const updated = updatedType(byHand, now, ['places']);
    expect(updated.fields.slice(4).map(({ name }) => name)).toEqual(['population_2', 'namex', 'places_2']);
  });
});

describe('plain text of HTML', () => {
  test.each([
    ['a < b & c > d', 'a < b & c > d'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['<script>alert(1)</script>text<!-- no -->', 'text'],
    ['&#233;&#xe9;&eacute;&nothing;&#55296;&#0;', 'ééé&nothing;&#55296;&#0;'],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['<a href="x">link</a> <br/> next', 'link\nnext'],
    ['<p>', ''],
  ])('%j is %j', (html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test('a megabyte of tags without an end is read in no time', () => {
    expect(plainText('<a '.repeat(400_000)).length).toBeLessThanOrEqual(100_000);
  });
});

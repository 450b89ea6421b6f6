/** Descriptions of datasets: those of real portals, and random ones that are as odd as can be. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { isObject, type JsonObject, readObjects } from '../../src/ods/json.ts';

const RECORDED = new URL('../recorded/', import.meta.url);

/** The descriptions of datasets in the recorded answers of real portals. */
export const recordedDatasets = ['dataset_lookup', 'dataset_search'].flatMap((kind) =>
  readdirSync(new URL(`${kind}/`, RECORDED)).flatMap((name): [string, JsonObject][] => {
    const json: unknown = JSON.parse(readFileSync(new URL(`${kind}/${name}`, RECORDED), 'utf8'));
    if (!isObject(json)) throw new Error(`${name} is no object.`);
    const datasets = 'datasets' in json ? readObjects(json.datasets) : [json];
    // Some excerpts of the documentation are facets without a dataset.
    return datasets
      .filter(({ datasetid }) => datasetid)
      .map((dataset) => [`${name}: ${dataset.datasetid}`, dataset]);
  }),
);

const oddName = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.constantFrom(
    'id',
    'ID',
    'record_id',
    'name',
    'Name',
    'naïve',
    'naive',
    'имя',
    '名前',
    '2020',
    '__proto__',
    'key',
  ),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const oddField = fc.record({
  name: oddName,
  type: fc.oneof(
    fc.constantFrom(
      'text',
      'int',
      'double',
      'date',
      'datetime',
      'geo_point_2d',
      'geo_shape',
      'file',
      'json_blob',
      '',
    ),
    fc.string(),
  ),
  label: maybe(fc.oneof(oddName, fc.constant(null))),
  description: maybe(fc.string({ unit: 'grapheme' })),
  annotations: maybe(
    fc.oneof(
      fc.array(
        fc.record({
          name: maybe(fc.constantFrom('facet', 'multivalued', 'unit', 'timeserie_precision', '')),
          args: maybe(fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 2 })),
        }),
        { maxLength: 3 },
      ),
      fc.constantFrom(null, 'facet', { facet: true }),
    ),
  ),
});
/** Odd names, clashes, fields without annotations, and up to 300 of them. */
export const oddDataset = fc.record({
  datasetid: oddName,
  metas: maybe(
    fc.record({
      title: maybe(fc.oneof(oddName, fc.constant(''))),
      description: maybe(fc.string({ unit: 'grapheme' })),
      license: maybe(fc.string()),
      attributions: maybe(fc.oneof(fc.array(fc.string(), { maxLength: 3 }), fc.string())),
    }),
  ),
  fields: maybe(
    fc.oneof(
      { weight: 20, arbitrary: fc.array(oddField, { maxLength: 12 }) },
      {
        weight: 1,
        arbitrary: fc.array(oddField, { minLength: 300, maxLength: 300 }),
      },
    ),
  ),
});

/** What must hold for every dataset that the portal ships. */
import { describe, expect, it } from 'vitest';
import { datasets } from '../../../src/portal/data/datasets.ts';
import type {
  DatasetDefinition,
  FieldDefinition,
  FieldType,
  FieldValue,
  RecordValues,
} from '../../../src/portal/dataset-definition.ts';

const counts: Record<string, number> = {
  'doc-geonames-cities-5000': 49_729,
  'geonames-cities-1000': 135_233,
  'world-countries': 241,
  'country-flags': 256,
  'french-communes': 34_969,
  earthquakes: 1_707,
  'earthquakes-significant': 39,
  'bird-strikes': 10_000,
  'realtime-sensors': 0,
  'realtime-events': 0,
};

const fieldTypes: FieldType[] = [
  'text',
  'int',
  'double',
  'date',
  'datetime',
  'geo_point_2d',
  'geo_shape',
  'file',
  'json_blob',
];

const isPosition = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((degrees) => Number.isFinite(degrees));

const conforms: Record<FieldType, (value: FieldValue) => boolean> = {
  text: (value) => typeof value === 'string' && value !== '',
  int: (value) => Number.isSafeInteger(value),
  double: (value) => Number.isFinite(value),
  date: (value) =>
    typeof value === 'string' && /^\d{4}(-\d\d(-\d\d)?)?$/.test(value) && !Number.isNaN(Date.parse(value)),
  datetime: (value) => typeof value === 'string' && new Date(value).toISOString() === value,
  geo_point_2d: (value) =>
    Array.isArray(value) && isPosition(value) && Math.abs(value[0]) <= 90 && Math.abs(value[1]) <= 180,
  geo_shape: (value) => typeof value === 'object' && 'type' in value && 'coordinates' in value,
  file: (value) => typeof value === 'object' && 'id' in value && /^[0-9a-f]{32}$/.test(String(value.id)),
  json_blob: (value) => typeof value === 'object' && JSON.parse(JSON.stringify(value)) !== null,
};

const argument = (field: FieldDefinition, annotation: string): string | undefined =>
  field.annotations?.find(({ name }) => name === annotation)?.args?.map(String)[0];

const has = (field: FieldDefinition, annotation: string): boolean =>
  field.annotations?.some(({ name }) => name === annotation) ?? false;

/** One sentence per fault, the first few of them. */
function faultsOf(record: RecordValues, fields: ReadonlyMap<string, FieldDefinition>): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    const field = fields.get(name);
    if (field === undefined) return [`${name}: no such field`];
    if (value === undefined) return [];
    if (!conforms[field.type](value)) return [`${name}: ${JSON.stringify(value)} is no ${field.type}`];
    const separators = [argument(field, 'multivalued'), argument(field, 'hierarchical')];
    const hasEmptyPart = separators.some(
      (separator) =>
        separator !== undefined &&
        String(value)
          .split(separator)
          .some((part) => part.trim() === ''),
    );
    return hasEmptyPart ? [`${name}: ${JSON.stringify(value)} has an empty part`] : [];
  });
}

it('has the datasets, and each field type at least once', () => {
  expect(datasets.map((dataset) => dataset.datasetid).sort()).toEqual(Object.keys(counts).sort());
  const types = new Set(datasets.flatMap((dataset) => dataset.fields.map((field) => field.type)));
  expect([...types].sort()).toEqual([...fieldTypes].sort());
});

it('restricts one dataset only', () => {
  const restricted = datasets.filter((dataset) => dataset.visibility === 'restricted');
  expect(restricted.map((dataset) => dataset.datasetid)).toEqual(['earthquakes-significant']);
});

describe.each(datasets.map((dataset) => [dataset.datasetid, dataset] as const))(
  '%s',
  (datasetid, dataset) => {
    const fields = new Map(dataset.fields.map((field) => [field.name, field]));

    it('credits its source and names its licence', () => {
      const { metas } = dataset;
      for (const text of [metas.title, metas.description, metas.publisher, metas.license]) {
        expect(text).not.toBe('');
      }
      expect(metas.license_url).toMatch(/^https:\/\//);
      expect(metas.theme.length).toBeGreaterThan(0);
      expect(metas.keyword.length).toBeGreaterThan(0);
      expect(Number.isNaN(Date.parse(metas.modified))).toBe(false);
      // What is pushed has no source here.
      if (dataset.realtime !== undefined) return;
      expect(metas.references).not.toBe('');
      expect(metas.attributions.length).toBeGreaterThan(0);
      const packages = [metas.source_package].flat();
      expect(packages.length).toBeGreaterThan(0);
      for (const name of packages) expect(name).toMatch(/ \d+\.\d+\.\d+$/);
    });

    it('has fields with unique names in snake case, labels and descriptions', () => {
      expect(fields.size).toBe(dataset.fields.length);
      for (const field of dataset.fields) {
        expect(field.name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
        expect(field.label).not.toBe('');
        expect(field.description).toBeTruthy();
      }
    });

    it('has its records, of the declared types, with unique ids', () => {
      const { count, faults, ids, used } = inspect(dataset, fields);
      expect(count).toBe(counts[datasetid]);
      expect(faults).toEqual([]);
      expect(ids.size).toBe(dataset.fields.some((field) => has(field, 'id')) ? count : 0);
      // The strong earthquakes are few: not every field of all of them has a value there.
      if (dataset.visibility === 'domain' && dataset.realtime === undefined)
        expect([...used].sort()).toEqual([...fields.keys()].sort());
    });

    it('gives the same records each time', () => {
      const first = (): RecordValues | undefined => dataset.records()[Symbol.iterator]().next().value;
      expect(first()).toEqual(first());
    });

    it('opens its attachments and alternative exports, and nothing unknown', () => {
      for (const { id } of [...(dataset.attachments ?? []), ...(dataset.alternativeExports ?? [])]) {
        expect(dataset.openFile?.(id)?.length).toBeGreaterThan(0);
      }
      expect(dataset.openFile?.('../package.json') ?? null).toBeNull();
    });
  },
);

function inspect(dataset: DatasetDefinition, fields: ReadonlyMap<string, FieldDefinition>) {
  const idFields = dataset.fields.filter((field) => has(field, 'id'));
  const seen = { count: 0, faults: [] as string[], ids: new Set<string>(), used: new Set<string>() };
  for (const record of dataset.records()) {
    seen.count++;
    seen.faults.push(...faultsOf(record, fields));
    if (idFields.length > 0) seen.ids.add(JSON.stringify(idFields.map((field) => record[field.name])));
    for (const name in record) if (record[name] !== undefined) seen.used.add(name);
  }
  return seen;
}

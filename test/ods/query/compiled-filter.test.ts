import { expect, test } from 'vitest';
import { FieldSet } from '../../../src/ods/field.ts';
import { compileRecordFilter, type RecordFilter } from '../../../src/ods/query/filter.ts';

const fieldsOf = (name: string) =>
  new FieldSet(`dataset "${name}"`, [
    { name, label: name, description: null, type: 'INT', rawType: 'int', annotations: [] },
  ]);

test('a filter is compiled once for the fields of one dataset, and anew for those of another', () => {
  const [people, trees] = [fieldsOf('people'), fieldsOf('trees')];
  const filter: RecordFilter = { where: { atLeast: { field: 'people', value: 5 } } };
  const made = compileRecordFilter(filter, people);
  expect(compileRecordFilter(filter, people)).toBe(made);
  expect(() => compileRecordFilter(filter, trees)).toThrow('has no field "people"');
  expect(compileRecordFilter({ ...filter }, people)).toEqual(made);
});

test('a filter of a file is not that of an answer: only an answer has distances', () => {
  const places = new FieldSet('dataset "places"', [
    {
      name: 'at',
      label: 'At',
      description: null,
      type: 'GEO_POINT',
      rawType: 'geo_point_2d',
      annotations: [],
    },
  ]);
  const filter: RecordFilter = {
    where: { near: { field: 'at', latitude: 1, longitude: 2, meters: 3 } },
  };
  expect(compileRecordFilter(filter, places).hasDistance).toBe(true);
  expect(compileRecordFilter(filter, places, { isFile: true }).hasDistance).toBe(false);
});

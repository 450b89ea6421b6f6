/** What goes with the type of a dataset has a name that no other type can take. */
import { expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';
import { withTypes } from '../../src/schema/typed/typed-schema.ts';
import { baseNamesOf } from '../../src/types/base-names.ts';
import type { DatasetType } from '../../src/types/dataset-type.ts';
import { typeNamesOf } from '../../src/types/type-set.ts';

/** A type with fields of every kind. */
const PROBE: DatasetType = {
  dataset: 'probe',
  name: 'Probe',
  plural: 'probes',
  realtime: true,
  fields: [
    ...['text', 'int', 'double', 'date', 'datetime', 'geo_point_2d', 'geo_shape', 'file', 'json_blob'].map(
      (type) => ({ name: type, field: type, type, annotations: [{ name: 'facet', args: [] }] }),
    ),
    { name: 'list', field: 'list', type: 'text', annotations: [{ name: 'multivalued', args: [','] }] },
    { name: 'number', field: 'number', type: 'text', as: 'Float' },
    {
      name: 'year',
      field: 'year',
      type: 'date',
      annotations: [{ name: 'timeserie_precision', args: ['year'] }],
    },
  ],
};

test('every name in a typed graph is one of the graph without types, of the types, or of what goes with one', () => {
  const { types, fields } = baseNamesOf(apiSchema);
  const own = new Set(typeNamesOf(PROBE));
  const typed = baseNamesOf(withTypes(apiSchema, [PROBE]));
  expect([...typed.types].filter((name) => !types.has(name) && !own.has(name))).toEqual([]);
  const roots = ['probe', 'probes', 'downloadProbes', 'pushProbes'];
  expect([...typed.fields].filter((name) => !fields.has(name) && !roots.includes(name))).toEqual([]);
});

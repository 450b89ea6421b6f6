import {
  type FieldAnnotation as FieldAnnotationSource,
  type Field as FieldSource,
  findAnnotation,
  isFacet,
  isSortable,
} from '../ods/field.ts';
import { builder } from './builder.ts';

const FieldType = builder.enumType('FieldType', {
  description: 'The kinds of field.',
  values: {
    TEXT: { description: 'Text. Several values are written as one text with a separator between them.' },
    INT: { description: 'A whole number.' },
    DOUBLE: { description: 'A number with decimals.' },
    DATE: { description: 'A date `YYYY-MM-DD`, or only its first parts, as the precision says.' },
    DATETIME: { description: 'A date and time, ISO 8601.' },
    GEO_POINT: { description: 'A place. Its raw value is `[latitude, longitude]`.' },
    GEO_SHAPE: { description: 'A GeoJSON geometry, longitude first.' },
    FILE: { description: 'A file. Its raw value is an object with at least `id` and `filename`.' },
    OTHER: { description: 'A type that this graph does not know: see `rawType`.' },
  },
});

const FieldAnnotation = builder.objectRef<FieldAnnotationSource>('FieldAnnotation').implement({
  description: "An annotation of a field, as the portal's publishers set it.",
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Its name, for example `facet`, `unit`, `decimals` or `timeserie_precision`.',
    }),
    args: t.exposeStringList('args', { description: 'Its arguments; often there are none.' }),
  }),
});

export const Field = builder.objectRef<FieldSource>('Field');

Field.implement({
  description: "A field of a dataset's records.",
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its identifier, which filters and values use.' }),
    label: t.exposeString('label', { description: 'What to show people.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it holds, in words.' }),
    type: t.field({ type: FieldType, description: 'Its kind.', resolve: ({ type }) => type }),
    rawType: t.exposeString('rawType', {
      description: 'The type exactly as the portal names it, such as `geo_point_2d`.',
    }),
    unit: t.string({
      nullable: true,
      description: 'The unit of its numbers (annotation `unit`), such as `km` or `m`.',
      resolve: argumentOf('unit'),
    }),
    precision: t.string({
      nullable: true,
      description:
        'How fine its dates are (annotation `timeserie_precision`): year, month, day, hour or minute.',
      resolve: argumentOf('timeserie_precision'),
    }),
    isFacet: t.boolean({
      description:
        'True if it is annotated as a facet (`facet`): an analysis can group by it if it is a text. `facets`, `refine` and `exclude` accept any text, number or date.',
      resolve: isFacet,
    }),
    isSortable: t.boolean({
      description: 'True if `orderBy` accepts it. Numbers, dates and text are accepted.',
      resolve: isSortable,
    }),
    isMultivalued: t.boolean({
      description: 'True if its text holds several values (annotation `multivalued`).',
      resolve: has('multivalued'),
    }),
    isDisjunctive: t.boolean({
      description:
        'True if the portal treats several refined values as alternatives (annotation `disjunctive`).',
      resolve: has('disjunctive'),
    }),
    isHierarchical: t.boolean({
      description: 'True if its values are paths (annotation `hierarchical`).',
      resolve: has('hierarchical'),
    }),
    isUniqueId: t.boolean({
      description:
        'True if this field identifies a record, by itself or together with others (annotation `id`).',
      resolve: has('id'),
    }),
    annotations: t.field({
      type: [FieldAnnotation],
      description: 'All annotations, as the portal gives them.',
      resolve: ({ annotations }) => annotations,
    }),
  }),
});

function has(name: string): (field: FieldSource) => boolean {
  return (field) => findAnnotation(field, name) !== undefined;
}

function argumentOf(name: string): (field: FieldSource) => string | null {
  return (field) => findAnnotation(field, name)?.args[0] ?? null;
}

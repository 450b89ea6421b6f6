import type { InputObjectRef } from '@pothos/core';
import type { Condition as ConditionShape } from '../ods/query/condition.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { GeoPointInput } from './geo.ts';

const FIELD = 'Name of the field.';
const VALUE =
  'A number for a numeric field, a text for a text field; for a date `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant.';

const FieldValueInput = builder.inputType('FieldValueInput', {
  description: 'A field and a value to compare it with.',
  fields: (t) => ({
    field: t.string({ required: true, description: FIELD }),
    value: t.field({ type: 'JSON', required: true, description: VALUE }),
  }),
});

const FieldValuesInput = builder.inputType('FieldValuesInput', {
  description: 'A field and the values it may have.',
  fields: (t) => ({
    field: t.string({ required: true, description: FIELD }),
    values: t.field({ type: ['JSON'], required: true, description: `At least one. ${VALUE}` }),
  }),
});

const FieldRangeInput = builder.inputType('FieldRangeInput', {
  description: 'A field and a range, both ends included.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Name of a numeric or date field.' }),
    from: t.field({ type: 'JSON', required: true, description: `The lower end. ${VALUE}` }),
    to: t.field({
      type: 'JSON',
      required: true,
      description: `The upper end; of a date its whole period. ${VALUE}`,
    }),
  }),
});

const FieldTextInput = builder.inputType('FieldTextInput', {
  description: 'A field and a text.',
  fields: (t) => ({
    field: t.string({ required: true, description: FIELD }),
    text: t.string({ required: true, description: 'The text, taken as it is.' }),
  }),
});

const FieldsTextInput = builder.inputType('FieldsTextInput', {
  description: 'Words to find in any of some fields.',
  fields: (t) => ({
    fields: t.stringList({ required: true, description: 'Names of the fields, or `["*"]` for all.' }),
    text: t.string({
      required: true,
      description: 'Words that must all be found, the last one as a prefix.',
    }),
  }),
});

const FieldNearInput = builder.inputType('FieldNearInput', {
  description: 'A geo field and a circle.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Name of a geo point or geo shape field.' }),
    latitude: t.field({ type: 'Latitude', required: true, description: 'Of the centre, in degrees.' }),
    longitude: t.field({ type: 'Longitude', required: true, description: 'Of the centre, in degrees.' }),
    meters: t.float({ required: true, description: 'Radius in metres, above 0.' }),
  }),
});

const FieldPolygonInput = builder.inputType('FieldPolygonInput', {
  description: 'A geo field and a polygon.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Name of a geo point or geo shape field.' }),
    polygon: t.field({
      type: [GeoPointInput],
      required: true,
      description: 'At least 3 points; the first need not be repeated.',
    }),
  }),
});

/** One test on one field; all of them compile to one clause or function of the query language. */
export const Condition: InputObjectRef<SchemaTypes, ConditionShape> = builder
  .inputRef<ConditionShape>('Condition')
  .implement({
    description:
      "Exactly one of: a combination, or a test on one field. Compiled to the portal's query language (`q`), every value escaped. A field that the dataset does not have is an error that lists those it has.",
    isOneOf: true,
    fields: (t) => ({
      all: t.field({ type: [Condition], description: 'Every one holds (AND).' }),
      any: t.field({ type: [Condition], description: 'At least one holds (OR).' }),
      not: t.field({
        type: Condition,
        description: 'It does not hold (NOT); true also where the field has no value.',
      }),
      equals: t.field({
        type: FieldValueInput,
        description:
          'The value is this one. Of a date the whole period is meant: `"2017"` is the year (`==`, `#exact`).',
      }),
      in: t.field({ type: FieldValuesInput, description: 'The value is one of these.' }),
      greaterThan: t.field({
        type: FieldValueInput,
        description: 'More, or later than the whole period (`>`). Numbers and dates.',
      }),
      atLeast: t.field({
        type: FieldValueInput,
        description: 'As much or more; from the start of the period on (`>=`).',
      }),
      lessThan: t.field({
        type: FieldValueInput,
        description: 'Less, or earlier than the whole period (`<`).',
      }),
      atMost: t.field({
        type: FieldValueInput,
        description: 'As much or less; up to the end of the period (`<=`).',
      }),
      between: t.field({
        type: FieldRangeInput,
        description: 'Within a range, both ends included (`[a TO b]`).',
      }),
      isNull: t.string({ description: 'Name of a field that has no value (`#null`).' }),
      startsWith: t.field({
        type: FieldTextInput,
        description: 'The text starts with this one, case counts (`#startswith`).',
      }),
      exact: t.field({ type: FieldTextInput, description: 'The text is this one (`#exact`).' }),
      search: t.field({
        type: FieldsTextInput,
        description: 'Words are found in some of the fields (`#search`).',
      }),
      near: t.field({ type: FieldNearInput, description: 'Within a distance of a point (`#distance`).' }),
      within: t.field({ type: FieldPolygonInput, description: 'Inside a polygon (`#polygon`).' }),
      geometryType: t.field({
        type: FieldTextInput,
        description:
          'The shape is of this kind (`#geometry`): point, linestring, polygon, multipoint, multilinestring, multipolygon or geometrycollection.',
      }),
    }),
  });

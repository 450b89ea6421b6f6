import type { InputObjectRef } from '@pothos/core';
import type { Condition as ConditionShape } from '../ods/query/condition.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { FieldCondition } from './field-condition.ts';
import { GeoPointInput } from './geo.ts';
import { NEAR, SEARCH_IN_FIELDS, SEARCH_WORDS } from './test-words.ts';

const FIELD = 'Name of the field.';
const DATE = 'For a date field it is `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant.';
const VALUE = `a number for a numeric field, and a text for a text field; a value of another type is an error. ${DATE}`;
const END = `a number for a numeric field. ${DATE}`;

const FieldValueInput = builder.inputType('FieldValueInput', {
  description: 'A field and a value to compare it with.',
  fields: (t) => ({
    field: t.string({ required: true, description: FIELD }),
    value: t.field({ type: 'JSON', required: true, description: `It is ${VALUE}` }),
  }),
});

const FieldValuesInput = builder.inputType('FieldValuesInput', {
  description: 'A field and the values it may have.',
  fields: (t) => ({
    field: t.string({ required: true, description: FIELD }),
    values: t.field({
      type: ['JSON'],
      required: true,
      description: `The values. With none of them the condition holds for nothing. Each is ${VALUE}`,
    }),
  }),
});

const FieldRangeInput = builder.inputType('FieldRangeInput', {
  description: 'A field and a range, both ends included.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Name of a numeric or date field.' }),
    from: t.field({
      type: 'JSON',
      required: true,
      description: `The lower end of the range. It is ${END}`,
    }),
    to: t.field({
      type: 'JSON',
      required: true,
      description: `The upper end of the range. If it is a date, its whole period is included. It is ${END}`,
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
    fields: t.stringList({
      required: true,
      description:
        'Names of the fields, or `["*"]` for all: then it means what `search` means beside `where`.',
    }),
    text: t.string({
      required: true,
      description: `The words. ${SEARCH_WORDS} ${SEARCH_IN_FIELDS}`,
    }),
  }),
});

const FieldNearInput = builder.inputType('FieldNearInput', {
  description: 'A geo field and a circle.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Name of a geo point or geo shape field.' }),
    latitude: t.field({
      type: 'Latitude',
      required: true,
      description: 'Latitude of the centre, in degrees.',
    }),
    longitude: t.field({
      type: 'Longitude',
      required: true,
      description: 'Longitude of the centre, in degrees.',
    }),
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
      description:
        'At least 3 points; the first need not be repeated. An edge takes the short way around the globe, so the polygon may cross the 180th meridian.',
    }),
  }),
});

/** A condition: each test on a field compiles to one clause or function of the query language. */
export const Condition: InputObjectRef<SchemaTypes, ConditionShape> = builder
  .inputRef<ConditionShape>('Condition')
  .implement({
    description:
      "Exactly one of these: a combination (`all`, `any`, `not`), the tests on one field (`field`, the short form), or a test with its field beside the value (the long form: all others). It is compiled to the portal's query language (`q`), and every value is escaped. A field that the dataset does not have is an error that lists those it has.",
    isOneOf: true,
    fields: (t) => ({
      all: t.field({
        type: [Condition],
        description: 'Every one of these conditions holds (AND). An empty list holds for everything.',
      }),
      any: t.field({
        type: [Condition],
        description: 'At least one of these conditions holds (OR). An empty list holds for nothing.',
      }),
      not: t.field({
        type: Condition,
        description:
          'The condition does not hold (NOT). This includes results in which the field has no value.',
      }),
      field: t.field({
        type: FieldCondition,
        description:
          'All the tests on one field: `field: { name: "mag", greaterThan: 6, lessThan: 8 }`. Each means what it means in the long form.',
      }),
      equals: t.field({
        type: FieldValueInput,
        description:
          'The value is this one (`==`, `#exact`). A date means its whole period: `"2017"` is the whole year.',
      }),
      in: t.field({ type: FieldValuesInput, description: 'The value is one of these.' }),
      greaterThan: t.field({
        type: FieldValueInput,
        description:
          'The value is greater, or later than the whole period of the date (`>`). Only for numbers and dates.',
      }),
      atLeast: t.field({
        type: FieldValueInput,
        description:
          'The value is as great or greater; a date is at the start of the period or later (`>=`). Only for numbers and dates.',
      }),
      lessThan: t.field({
        type: FieldValueInput,
        description:
          'The value is less, or earlier than the whole period of the date (`<`). Only for numbers and dates.',
      }),
      atMost: t.field({
        type: FieldValueInput,
        description:
          'The value is as great or less; a date is at the end of the period or earlier (`<=`). Only for numbers and dates.',
      }),
      between: t.field({
        type: FieldRangeInput,
        description:
          'The value is within a range, both ends included (`[a TO b]`). Only for numbers and dates.',
      }),
      isNull: t.string({ description: 'The field of this name has no value (`#null`).' }),
      startsWith: t.field({
        type: FieldTextInput,
        description: 'The text starts with this one (`#startswith`). Upper and lower case are different.',
      }),
      exact: t.field({ type: FieldTextInput, description: 'The text is this one (`#exact`).' }),
      search: t.field({
        type: FieldsTextInput,
        description: 'Each word is found in at least one of these fields (`#search`).',
      }),
      near: t.field({
        type: FieldNearInput,
        description: NEAR,
      }),
      within: t.field({
        type: FieldPolygonInput,
        description: 'The place is inside a polygon (`#polygon`).',
      }),
      geometryType: t.field({
        type: FieldTextInput,
        description:
          'The shape is of this kind (`#geometry`): point, linestring, polygon, multipoint, multilinestring, multipolygon or geometrycollection.',
      }),
    }),
  });

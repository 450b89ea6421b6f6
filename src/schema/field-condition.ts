import { builder } from './builder.ts';
import { GeoPointInput, NearInput } from './geo.ts';
import { NEAR, SEARCH_IN_FIELDS, SEARCH_WORDS } from './test-words.ts';

const VALUE =
  'A number for a numeric field, a text for a text field; for a date field `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant.';
const BOUND =
  'Only for numbers and dates: a number, or `"2017"`, `"2017-04"`, `"2017-04-12"` or an ISO 8601 instant.';

export const FieldCondition = builder.inputType('FieldCondition', {
  description:
    'Tests on one field. There is at least one, and all of them hold (AND). A test that is null is not made. Bounds between which nothing can be are an error.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the field.' }),
    equals: t.field({
      type: 'JSON',
      description: `The value is this one (\`==\`, \`#exact\`). A date means its whole period: \`"2017"\` is the whole year. ${VALUE}`,
    }),
    in: t.field({
      type: ['JSON'],
      description: `The value is one of these. With none of them the test holds for nothing. ${VALUE}`,
    }),
    greaterThan: t.field({
      type: 'JSON',
      description: `The value is greater, or later than the whole period of the date (\`>\`). ${BOUND}`,
    }),
    atLeast: t.field({
      type: 'JSON',
      description: `The value is as great or greater; a date is at the start of the period or later (\`>=\`). ${BOUND}`,
    }),
    lessThan: t.field({
      type: 'JSON',
      description: `The value is less, or earlier than the whole period of the date (\`<\`). ${BOUND}`,
    }),
    atMost: t.field({
      type: 'JSON',
      description: `The value is as great or less; a date is at the end of the period or earlier (\`<=\`). ${BOUND}`,
    }),
    isNull: t.boolean({
      description: 'If true, the field has no value (`#null`); if false, it has one.',
    }),
    startsWith: t.string({
      description:
        'The text, or one of the values of a field with several, starts with this one (`#startswith`). Upper and lower case are different.',
    }),
    search: t.string({
      description: `The words are found in the field (\`#search\`). ${SEARCH_WORDS} ${SEARCH_IN_FIELDS}`,
    }),
    near: t.field({
      type: NearInput,
      description: NEAR,
    }),
    within: t.field({
      type: [GeoPointInput],
      description:
        'The place is inside a polygon of at least 3 points (`#polygon`). The first point need not be repeated at the end. An edge takes the short way around the globe, so the polygon may cross the 180th meridian.',
    }),
    geometryType: t.string({
      description:
        'The shape is of this kind (`#geometry`): point, linestring, polygon, multipoint, multilinestring, multipolygon or geometrycollection.',
    }),
  }),
});

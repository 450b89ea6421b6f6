/** The filters of typed datasets: `{ population: { greaterThan: 100000 }, any: […] }`. */
import {
  GraphQLBoolean,
  GraphQLFloat,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import type { Base } from './base.ts';
import { fieldDescription } from './field-type.ts';
import { PartialDate } from './scalars.ts';
import type { TypedDataset, TypedField } from './typed-dataset.ts';

const listOf = (type: GraphQLInputType) => new GraphQLList(new GraphQLNonNull(type));

const IS_NULL = {
  type: GraphQLBoolean,
  description: 'True: there is no value. False: there is one.',
};

/** The operators that a field has by its type; all that are given hold. */
export class FilterOperators {
  readonly text: GraphQLInputObjectType;
  readonly numberText: GraphQLInputObjectType;
  readonly int: GraphQLInputObjectType;
  readonly float: GraphQLInputObjectType;
  readonly date: GraphQLInputObjectType;
  readonly geo: GraphQLInputObjectType;
  readonly presence: GraphQLInputObjectType;

  constructor(base: Base) {
    this.text = new GraphQLInputObjectType({
      name: 'TextFilter',
      description:
        'Tests on a text. All that are given hold. A text of several values passes if one of them does.',
      fields: {
        equals: { type: GraphQLString, description: 'The text is this one.' },
        in: {
          type: listOf(GraphQLString),
          description: 'The text is one of these; none of them: nothing is.',
        },
        startsWith: {
          type: GraphQLString,
          description: 'The text starts with this one; upper and lower case are different.',
        },
        search: {
          type: GraphQLString,
          description: 'Words that must all be found in the text, as beginnings of its words.',
        },
        isNull: IS_NULL,
      },
    });
    this.numberText = new GraphQLInputObjectType({
      name: 'NumberTextFilter',
      description: 'Tests on numbers that the portal has as text: it cannot tell which is greater.',
      fields: {
        equals: { type: GraphQLString, description: 'The text is this one, as the portal writes it.' },
        in: {
          type: listOf(GraphQLString),
          description: 'The text is one of these, as the portal writes them.',
        },
        isNull: IS_NULL,
      },
    });
    this.int = ordered('IntFilter', 'whole numbers', base.scalar('SafeInt'));
    this.float = ordered('FloatFilter', 'numbers', GraphQLFloat);
    this.date = ordered(
      'DateFilter',
      'dates and datetimes: `"2017"` is the whole year, `"2017-04"` the whole month',
      PartialDate,
    );
    this.geo = new GraphQLInputObjectType({
      name: 'GeoFilter',
      description: 'Tests on a place or a shape. All that are given hold.',
      fields: {
        near: { type: base.input('NearInput'), description: 'It is within a distance of a point.' },
        within: {
          type: listOf(base.input('GeoPointInput')),
          description: 'It is inside a polygon of at least 3 points; the first need not be repeated.',
        },
        isNull: IS_NULL,
      },
    });
    this.presence = new GraphQLInputObjectType({
      name: 'PresenceFilter',
      description: 'Whether there is a value: of files and the like nothing else can be asked.',
      fields: { isNull: IS_NULL },
    });
  }

  of({ kind }: TypedField): GraphQLInputObjectType {
    switch (kind) {
      case 'text':
      case 'texts':
        return this.text;
      case 'numberText':
        return this.numberText;
      case 'int':
        return this.int;
      case 'float':
        return this.float;
      case 'date':
      case 'partialDate':
      case 'datetime':
        return this.date;
      case 'geoPoint':
      case 'geoShape':
        return this.geo;
      default:
        return this.presence;
    }
  }
}

function ordered(name: string, what: string, type: GraphQLInputType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name,
    description: `Tests on ${what}. All that are given hold.`,
    fields: {
      equals: { type, description: 'It is this one.' },
      in: { type: listOf(type), description: 'It is one of these; none of them: nothing is.' },
      greaterThan: { type, description: 'It is greater, or later than the whole period of a date.' },
      atLeast: {
        type,
        description: 'It is as great or greater; a date is at the start of the period or later.',
      },
      lessThan: { type, description: 'It is less, or earlier than the whole period of a date.' },
      atMost: { type, description: 'It is as great or less; a date is at the end of the period or earlier.' },
      isNull: IS_NULL,
    },
  });
}

/** `CityFilter`: tests by the names of fields, combinations, full text and places. All that are given hold. */
export function filterType(
  typed: TypedDataset,
  operators: FilterOperators,
  base: Base,
): GraphQLInputObjectType {
  const own = typed
    .such(() => true)
    .map((field): [string, GraphQLInputFieldConfig] => [
      field.name,
      { type: operators.of(field), description: fieldDescription(field) },
    ]);
  const type: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: `${typed.name}Filter`,
    description: `Which records of \`${typed.datasetId}\`. All that is given holds (AND), and an empty filter is all of them.`,
    fields: () => ({
      all: {
        type: listOf(type),
        description: 'Every one of these holds (AND); with none of them, everything does.',
      },
      any: {
        type: listOf(type),
        description: 'At least one of these holds (OR); with none of them, nothing does.',
      },
      not: { type, description: 'This does not hold. That includes records without a value.' },
      search: {
        type: GraphQLString,
        description: 'Full text: words match as prefixes, "quoted phrases" exactly, and all must be found.',
      },
      ...(typed.place && {
        near: {
          type: base.input('NearInput'),
          description:
            'The place is within a distance of a point. At the top of a filter the nearest come first unless `orderBy` says otherwise, and each edge has its `distance`.',
        },
        within: {
          type: listOf(base.input('GeoPointInput')),
          description: 'The place is inside a polygon of at least 3 points; the first need not be repeated.',
        },
        withinBox: { type: base.input('BoundingBoxInput'), description: 'The place is inside a box.' },
      }),
      ...Object.fromEntries(own),
    }),
  });
  return type;
}

/** What is asked of groups: by what, in which order, which of them. */
import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLInputObjectType,
  GraphQLNonNull,
} from 'graphql';
import { FUNCTION_NAMES, FUNCTIONS, type FunctionName } from './aggregate-type.ts';
import type { Base } from './base.ts';
import type { FieldEnums } from './enums.ts';
import { fieldDescription } from './field-type.ts';
import { isNumber, type TypedDataset } from './typed-dataset.ts';

/** What all typed datasets share of the inputs of groups. */
export class GroupInputs {
  readonly having = new GraphQLInputObjectType({
    name: 'NumberTests',
    description:
      'What a number of a group must be. All that are given hold; a group without the number is left out.',
    fields: {
      equals: { type: GraphQLFloat, description: 'It is this one.' },
      greaterThan: { type: GraphQLFloat, description: 'It is greater.' },
      atLeast: { type: GraphQLFloat, description: 'It is as great or greater.' },
      lessThan: { type: GraphQLFloat, description: 'It is less.' },
      atMost: { type: GraphQLFloat, description: 'It is as great or less.' },
    },
  });
}

/** What to group by. */
export function groupByType(
  typed: TypedDataset,
  groupable: GraphQLEnumType,
  base: Base,
): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${typed.name}GroupBy`,
    description: 'What to group by. Records without a value of it are left out.',
    fields: {
      field: { type: new GraphQLNonNull(groupable), description: 'The field.' },
      precision: {
        type: base.enumeration('DatePrecision'),
        description:
          'Of a date: whether there is a group per year, month, day, hour or minute; a day if it is left out. It must be the same for all dates of `by`.',
      },
    },
  });
}

export function groupOrderType(typed: TypedDataset, enums: FieldEnums, base: Base): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${typed.name}GroupOrder`,
    description: 'The order of groups: exactly one of the fields beside `direction` says by what.',
    fields: {
      ...(enums.groupable && { key: { type: enums.groupable, description: 'By a value of the key.' } }),
      count: { type: GraphQLBoolean, description: 'True: by the number of records.' },
      ...(enums.numbers &&
        Object.fromEntries(
          FUNCTION_NAMES.map((name) => [
            name,
            { type: enums.numbers, description: `By the \`${name}\` of a number.` },
          ]),
        )),
      direction: {
        type: new GraphQLNonNull(base.enumeration('SortDirection')),
        defaultValue: 'ASC',
        description: 'Ascending or descending.',
      },
    },
  });
}

export function havingType(typed: TypedDataset, { having }: GroupInputs): GraphQLInputObjectType {
  const numbers = typed.such(isNumber);
  const ofNumbers = (name: FunctionName) => ({
    type: new GraphQLInputObjectType({
      name: `${typed.name}Having${FUNCTIONS[name].suffix}`,
      description: `What the \`${name}\` of numbers must be. All that are given hold.`,
      fields: Object.fromEntries(
        numbers.map((field) => [field.name, { type: having, description: fieldDescription(field) }]),
      ),
    }),
    description: `What the \`${name}\` of numbers must be.`,
  });
  return new GraphQLInputObjectType({
    name: `${typed.name}Having`,
    description: 'Which groups to show. All that is given holds.',
    fields: {
      count: { type: having, description: 'What the number of records must be.' },
      ...(numbers.length > 0 && Object.fromEntries(FUNCTION_NAMES.map((name) => [name, ofNumbers(name)]))),
    },
  });
}

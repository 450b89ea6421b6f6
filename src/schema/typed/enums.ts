/** The fields of a typed dataset as enums: what can be ordered by, grouped by, computed with, written to a file. */
import { GraphQLEnumType } from 'graphql';
import { enumNameOf } from '../../types/names.ts';
import { fieldDescription } from './field-type.ts';
import { isGroupable, isNumber, isOrderable, type TypedDataset, type TypedField } from './typed-dataset.ts';

/** The enums of a typed dataset; null if it has no such field. Their values are the portal's names of the fields. */
export class FieldEnums {
  /** All fields. */
  readonly any: GraphQLEnumType | null;
  readonly orderable: GraphQLEnumType | null;
  readonly groupable: GraphQLEnumType | null;
  readonly numbers: GraphQLEnumType | null;

  constructor(typed: TypedDataset) {
    const named = (suffix: string, what: string, matches: (field: TypedField) => boolean) =>
      fieldEnum(`${typed.name}${suffix}`, `${what} of \`${typed.datasetId}\`.`, typed.such(matches));
    this.any = named('Field', 'The fields', () => true);
    this.orderable = named('OrderField', 'The fields to sort by', isOrderable);
    this.groupable = named('GroupField', 'The fields to group by', isGroupable);
    this.numbers = named('NumberField', 'The numbers', isNumber);
  }
}

function fieldEnum(name: string, description: string, fields: readonly TypedField[]): GraphQLEnumType | null {
  if (fields.length === 0) return null;
  return new GraphQLEnumType({
    name,
    description,
    values: Object.fromEntries(
      fields.map((field) => [
        enumNameOf(field.name),
        { value: field.portalName, description: fieldDescription(field) },
      ]),
    ),
  });
}

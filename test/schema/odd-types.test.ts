/** Whatever a portal says of its datasets, the types that are made of them are a sound part of the graph. */
import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
  printType,
  validate,
  validateSchema,
} from 'graphql';
import { expect, test } from 'vitest';
import { readDataset } from '../../src/ods/dataset.ts';
import { schema, typedSchema } from '../../src/schema/schema.ts';
import { baseNamesOf } from '../../src/types/base-names.ts';
import type { DatasetType } from '../../src/types/dataset-type.ts';
import { typeFromDataset } from '../../src/types/from-dataset.ts';
import { enumNameOf, singularOf } from '../../src/types/names.ts';
import { mistakesBetween } from '../../src/types/type-set.ts';
import { oddDataset, recordedDatasets } from '../support/odd-datasets.ts';

const BASE = baseNamesOf(schema);
const untyped = new Set(Object.keys(schema.getTypeMap()));

/** The types of a schema that are not those of every graph. */
const madeIn = (made: GraphQLSchema): GraphQLNamedType[] =>
  Object.values(made.getTypeMap()).filter(({ name }) => !untyped.has(name));

/** Some value of a type, with all that is required and no more. */
function someValue(type: GraphQLInputType): string {
  if (isNonNullType(type)) return someValue(type.ofType);
  if (isListType(type)) return `[${someValue(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return type.name === 'ID' || type.name === 'String' ? '"x"' : '1';
  const required = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${required.map((field) => `${field.name}: ${someValue(field.type)}`).join(', ')} }`;
}

function selected(field: GraphQLField<unknown, unknown>, depth: number): string {
  const required = field.args.filter(isRequiredArgument);
  const args = required.map((arg) => `${arg.name}: ${someValue(arg.type)}`).join(', ');
  const type = getNamedType(field.type);
  const below = isLeafType(type) ? '' : ` ${selectionOf(type, depth)}`;
  return `${field.name}${args ? `(${args})` : ''}${below}`;
}

/** Every field of a type that was made, and of those below it, relations once. */
function selectionOf(type: GraphQLNamedType, depth: number): string {
  if (depth === 0 || untyped.has(type.name) || !isObjectType(type)) return '{ __typename }';
  return `{ ${Object.values(type.getFields())
    .map((field) => selected(field, depth - 1))
    .join(' ')} }`;
}

/** Operations that ask for all that a type has, and test, sort, group and write each of its fields. */
function operationsOf(made: GraphQLSchema, { name, plural, fields }: DatasetType): string[] {
  const query = made.getQueryType()?.getFields();
  const found = query?.[plural];
  const one = query?.[singularOf(name)];
  if (!found || !one) throw new Error(`${name} has no fields in Query.`);
  const filters = fields.map((field) => `{ ${field.name}: { isNull: false } }`);
  const written = fields.map((field) => enumNameOf(field.name));
  return [
    `{ ${selected(found, 5)} ${selected(one, 3)} }`,
    `{ ${plural}(filter: { not: { any: [${filters.join(' ')}] } }) { ${
      written.length > 0 ? `export(fields: [${written.join(' ')}]) { url }` : 'totalCount'
    } } }`,
    `subscription { download${plural.charAt(0).toUpperCase()}${plural.slice(1)} { records { recordId } } }`,
  ];
}

function expectSound(types: readonly DatasetType[]): void {
  const made = typedSchema(types);
  expect(validateSchema(made)).toEqual([]);
  expect(() => parse(madeIn(made).map(printType).join('\n'))).not.toThrow();
  for (const type of types) {
    const object = made.getType(type.name);
    const shown = isObjectType(object) ? Object.keys(object.getFields()) : [];
    expect(shown).toEqual(expect.arrayContaining(type.fields.map(({ name }) => name)));
    for (const text of operationsOf(made, type)) expect(validate(made, parse(text))).toEqual([]);
  }
}

/** False of what is refused when the files are read: a name that the graph has already. */
const mayBeTogether = (types: readonly DatasetType[]): boolean =>
  mistakesBetween(
    types.map((type, index) => ({ file: `${index}.json`, type })),
    BASE,
  ).length === 0;

test('those of real portals', () => {
  const types = recordedDatasets.map(([, json]) => typeFromDataset(readDataset(json)));
  for (const type of types) expectSound([type]);
});

test('those of a thousand odd datasets', () => {
  let named = 0;
  // To make a schema takes longer than to make a type.
  fc.assert(
    fc.property(fc.array(oddDataset, { minLength: 8, maxLength: 8 }), (all) => {
      const types: DatasetType[] = [];
      for (const [index, json] of all.entries()) {
        const dataset = readDataset(json);
        const type = typeFromDataset(dataset);
        const isNew = mayBeTogether([...types, type]);
        named += Number(isNew);
        types.push(isNew ? type : typeFromDataset(dataset, `Odd${'ABCDEFGH'[index]}`));
      }
      expectSound(types);
    }),
    { numRuns: 125 },
  );
  // Others have a name of the graph, or that of one beside them.
  expect(named).toBeGreaterThan(300);
});

test('several of them, each of which leads to the next by its first fields, and back', () => {
  const few = fc.array(oddDataset, { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(few, (all) => {
      const alone = all.map((json, index) => typeFromDataset(readDataset(json), `Odd${'ABCD'[index]}`));
      const types = alone.map((type, index): DatasetType => {
        const next = alone[(index + 1) % alone.length];
        const [own] = type.fields.filter((field) => field.type === 'text');
        const [other] = next?.fields.filter((field) => field.type === 'text') ?? [];
        if (!next || !own || !other) return type;
        const relation = { to: next.name, by: { [own.name]: other.name }, back: `backOf${type.name}` };
        return { ...type, relations: { [`to${next.name}`]: relation } };
      });
      fc.pre(mayBeTogether(types));
      expectSound(types);
    }),
    { numRuns: 25 },
  );
});

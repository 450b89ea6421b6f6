import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { decodeGlobalId, encodeGlobalId, type GlobalId } from '../../src/schema/global-id.ts';
import { schema } from '../../src/schema/schema.ts';

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

test('every type, field, argument, input and enum value is described', () => {
  const without: string[] = [];
  const look = (path: string, element: { description?: string | null | undefined }) => {
    if (!element.description) without.push(path);
  };
  for (const type of types) {
    look(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) look(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    const fields: (GraphQLField<unknown, unknown> | GraphQLInputField)[] = Object.values(type.getFields());
    for (const field of fields) {
      look(`${type.name}.${field.name}`, field);
      const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
      for (const arg of args) look(`${type.name}.${field.name}(${arg.name}:)`, arg);
    }
  }
  expect(without).toEqual([]);
});

test('connections are Relay’s: edges with cursors, page info', () => {
  for (const name of ['DatasetConnection', 'RecordConnection', 'FieldValueConnection']) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is no object type`);
    const { edges, pageInfo } = type.getFields();
    expect(edges && getNamedType(edges.type).name).toBe(name.replace('Connection', 'Edge'));
    expect(String(pageInfo?.type)).toBe('PageInfo!');
  }
});

test('a global id is read back, whatever the ids are made of', () => {
  const ids: GlobalId[] = [
    { typename: 'Dataset', datasetId: 'plain' },
    { typename: 'Dataset', datasetId: 'with:colon@domain/é %' },
    { typename: 'Record', datasetId: 'a:b', recordId: 'c:d' },
  ];
  for (const id of ids) expect(decodeGlobalId(encodeGlobalId(id), 'id')).toEqual(id);
  for (const text of ['', 'Dataset:', 'Record:a', 'Quota:x', 'Dataset:a:b', 'Dataset:%']) {
    expect(() => decodeGlobalId(Buffer.from(text).toString('base64url'), 'id')).toThrow(/^id: /);
  }
});

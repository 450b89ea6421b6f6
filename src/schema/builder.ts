import SchemaBuilder from '@pothos/core';
import { GraphQLScalarType, Kind } from 'graphql';
import {
  DateTimeResolver,
  JSONObjectResolver,
  JSONResolver,
  LatitudeResolver,
  LongitudeResolver,
  PositiveIntResolver,
  SafeIntResolver,
  TimeZoneResolver,
  URLResolver,
} from 'graphql-scalars';
import type { ConditionValue } from '../ods/query/field-tests.ts';
import type { Context } from './context.ts';
import { GeoJSON } from './geo-json.ts';

export interface Scalar<Input, Output = Input> {
  Input: Input;
  Output: Output;
}

export interface Types {
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: {
    ID: Scalar<string>;
    DateTime: Scalar<Date>;
    GeoJSON: Scalar<unknown>;
    /** It is never null as input: `JSON!` takes any value but null. */
    JSON: Scalar<ConditionValue, unknown>;
    JSONObject: Scalar<Record<string, unknown>>;
    Latitude: Scalar<number>;
    Longitude: Scalar<number>;
    PositiveInt: Scalar<number>;
    SafeInt: Scalar<number>;
    TimeZone: Scalar<string>;
    URL: Scalar<URL, URL | string>;
  };
}

export const builder = new SchemaBuilder<Types>({ defaultFieldNullability: false });

/** The types of this builder, for code that is generic over its objects. */
export type SchemaTypes = typeof builder.$inferSchemaTypes;

/** The library refuses whole degrees in the text of a query (`latitude: 48`), though it takes them in variables. */
function withWholeDegrees(scalar: GraphQLScalarType<number | string, number | string>) {
  const { parseLiteral, parseValue, ...config } = scalar.toConfig();
  return new GraphQLScalarType({
    ...config,
    parseValue,
    parseLiteral: (node, variables) =>
      node.kind === Kind.INT ? parseValue(Number(node.value)) : parseLiteral(node, variables),
  });
}

/** The library refuses a path. But links of this server are paths if it does not know its own address. */
function withPaths(scalar: GraphQLScalarType) {
  const { serialize, ...config } = scalar.toConfig();
  return new GraphQLScalarType({
    ...config,
    description:
      'An address (RFC 3986). It has a scheme and a host, or it is the path of a link on this server and begins with a slash.',
    serialize: (value) => (typeof value === 'string' && value.startsWith('/') ? value : serialize(value)),
  });
}

builder.addScalarType('DateTime', DateTimeResolver);
builder.addScalarType('GeoJSON', GeoJSON);
builder.addScalarType('JSON', JSONResolver);
builder.addScalarType('JSONObject', JSONObjectResolver);
builder.addScalarType('Latitude', withWholeDegrees(LatitudeResolver));
builder.addScalarType('Longitude', withWholeDegrees(LongitudeResolver));
builder.addScalarType('PositiveInt', PositiveIntResolver);
builder.addScalarType('SafeInt', SafeIntResolver);
builder.addScalarType('TimeZone', TimeZoneResolver);
builder.addScalarType('URL', withPaths(URLResolver));

builder.queryType({ description: 'What can be asked of the portal.' });
builder.mutationType({ description: 'What can be changed at the portal.' });
builder.subscriptionType({
  description: 'What can be followed as it happens, over server-sent events or WebSocket.',
});

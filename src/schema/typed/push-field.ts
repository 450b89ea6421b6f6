/** Records that are pushed to a typed dataset: `pushSensors`, whose input has the names and types of its fields. */
import {
  type GraphQLFieldConfig,
  GraphQLID,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import type { GeoPoint } from '../../ods/query/geo.ts';
import { capitalized } from '../../types/names.ts';
import { annotate, CALL_WEIGHT } from '../annotations.ts';
import type { Context } from '../context.ts';
import { pushRequests } from '../cost.ts';
import type { Base } from './base.ts';
import { fieldDescription, leafType } from './field-type.ts';
import type { DatasetTypes, TypeKit } from './type-kit.ts';
import type { TypedDataset, TypedField } from './typed-dataset.ts';

/** A file within a record. */
const PushedFile = new GraphQLInputObjectType({
  name: 'PushedFile',
  description: 'A file that is part of a record.',
  fields: {
    content: { type: new GraphQLNonNull(GraphQLString), description: 'Its content, in base64.' },
    contentType: {
      type: new GraphQLNonNull(GraphQLString),
      description: 'What it is: a media type, such as `image/png` (`content-type`).',
    },
  },
});

interface PushInput {
  resourceId: string;
  pushKey?: string | null;
  records: readonly Readonly<Record<string, unknown>>[];
}

/** The field of the mutation. */
export function pushField({ typed }: DatasetTypes, { base }: TypeKit): GraphQLFieldConfig<unknown, Context> {
  const input = new GraphQLInputObjectType({
    name: `Push${capitalized(typed.plural)}Input`,
    description: `Records for \`${typed.datasetId}\`.`,
    fields: {
      resourceId: {
        type: new GraphQLNonNull(GraphQLID),
        defaultValue: 'realtime',
        description: 'Identifier of the resource that takes the records, as its push URL names it.',
      },
      pushKey: {
        type: GraphQLString,
        description:
          'The push key of the resource. It may be left out if this server holds it (`ODS_PUSH_KEYS`) and the caller sends `Authorization: Bearer <token>` with a token of `PUSH_TOKENS`.',
      },
      records: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(recordInput(typed, base)))),
        description: 'The records. One record may be up to 5 MB of JSON.',
      },
    },
  });
  return {
    type: base.object('PushRecordsPayload'),
    description: `Add records to \`${typed.datasetId}\`, or replace those with the same unique id, as \`pushRecords\` does (push API). Names and types are checked by the graph, so that no call is needed for it.`,
    extensions: annotate({ weight: CALL_WEIGHT, tag: 'push', cost: pushCost }),
    args: { input: { type: new GraphQLNonNull(input), description: 'What to push, and to which resource.' } },
    resolve: (_, args, { pusher }) => {
      const { resourceId, pushKey, records } = args.input as PushInput;
      return pusher.records(
        {
          datasetId: typed.datasetId,
          resourceId,
          pushKey,
          records: records.map((record) => valuesOf(typed, record)),
          allowUnknownFields: true,
        },
        'push',
      );
    },
  };
}

const pushCost = (use: Parameters<typeof pushRequests>[0]) => {
  const input = typeof use.args.input === 'object' ? use.args.input : null;
  return pushRequests({ ...use, args: { input: { ...input, allowUnknownFields: true } } });
};

function recordInput(typed: TypedDataset, base: Base): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${typed.name}Input`,
    description: `A record of \`${typed.datasetId}\`. A field that is left out has no value.`,
    fields: Object.fromEntries(
      typed
        .such(() => true)
        .map((field): [string, GraphQLInputFieldConfig] => [
          field.name,
          { type: inputType(field, base), description: fieldDescription(field) },
        ]),
    ),
  });
}

function inputType(field: TypedField, base: Base): GraphQLInputType {
  const { kind } = field;
  switch (kind) {
    case 'texts':
      return new GraphQLList(new GraphQLNonNull(GraphQLString));
    case 'geoPoint':
      return base.input('GeoPointInput');
    case 'file':
      return PushedFile;
    default:
      return leafType(kind, field, base);
  }
}

/** A record with its values as the portal takes them, under its names. */
function valuesOf(typed: TypedDataset, record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    const field = typed.field(name);
    if (field && value !== null && value !== undefined) values[field.portalName] = portalValue(field, value);
  }
  return values;
}

function portalValue({ kind, separator }: TypedField, value: unknown): unknown {
  if (kind === 'numberText') return String(value);
  if (kind === 'texts' && Array.isArray(value)) return value.join(separator);
  if (kind === 'geoPoint' && isPoint(value)) return [value.latitude, value.longitude];
  if (kind === 'file' && isFile(value)) return { content: value.content, 'content-type': value.contentType };
  if (value instanceof Date) return kind === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
  return value;
}

function isFile(value: unknown): value is { content: string; contentType: string } {
  return typeof value === 'object' && value !== null && 'content' in value && 'contentType' in value;
}

function isPoint(value: unknown): value is GeoPoint {
  return typeof value === 'object' && value !== null && 'latitude' in value && 'longitude' in value;
}

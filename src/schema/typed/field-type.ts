/** The fields of typed datasets: what type each has, and how its value is read from a record. */
import {
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLOutputType,
  type GraphQLScalarType,
  GraphQLString,
} from 'graphql';
import { readFileValue } from '../../ods/file-value.ts';
import { readInstant } from '../../ods/instant.ts';
import { type DatasetRecord, geoJsonOf, pointOf } from '../../ods/records.ts';
import { annotate } from '../annotations.ts';
import type { Context } from '../context.ts';
import type { Base } from './base.ts';
import { DateScalar, PartialDate } from './scalars.ts';
import type { FieldKind, TypedField } from './typed-dataset.ts';

/** The type of a single value, for the kinds that are read and written as the same leaf. */
export function leafType(kind: LeafKind, { file }: TypedField, base: Base): GraphQLScalarType {
  switch (kind) {
    case 'text':
      return GraphQLString;
    case 'numberText':
      return file.as === 'Int' ? base.scalar('SafeInt') : GraphQLFloat;
    case 'int':
      return base.scalar('SafeInt');
    case 'float':
      return GraphQLFloat;
    case 'date':
      return DateScalar;
    case 'partialDate':
      return PartialDate;
    case 'datetime':
      return base.scalar('DateTime');
    case 'geoShape':
      return base.scalar('GeoJSON');
    case 'other':
      return base.scalar('JSON');
  }
}

type LeafKind = Exclude<FieldKind, 'texts' | 'geoPoint' | 'file'>;

/** The type of a field's values. All are nullable, as data are, but for lists, which are empty. */
export function outputType(field: TypedField, base: Base): GraphQLOutputType {
  const { kind } = field;
  switch (kind) {
    case 'texts':
      return new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString)));
    case 'geoPoint':
      return base.object('GeoPoint');
    case 'file':
      return base.object('File');
    default:
      return leafType(kind, field, base);
  }
}

/** A field of an object type. */
export function fieldConfig(field: TypedField, base: Base): GraphQLFieldConfig<DatasetRecord, Context> {
  const read = readerOf(field);
  const { portalName } = field;
  return {
    type: outputType(field, base),
    description: fieldDescription(field),
    ...(!field.isThere && {
      deprecationReason: `The portal has no field \`${portalName}\` any more: it is ${field.kind === 'texts' ? 'empty' : 'null'}.`,
    }),
    extensions: annotate({ portalName }),
    resolve: (record) => read(record.fields[portalName], record),
  };
}

type Read = (value: unknown, record: Pick<DatasetRecord, 'datasetId'>) => unknown;

/** The portal's value of a field as the graph has it. */
export function readValue(field: TypedField, value: unknown): unknown {
  return readerOf(field)(value, { datasetId: '' });
}

/** How the portal's value of a field becomes the graph's. */
function readerOf({ kind, separator, file }: TypedField): Read {
  switch (kind) {
    case 'texts':
      return (value) => textsOf(value, separator);
    case 'numberText':
      return (value) => numberOf(value, file.as === 'Int');
    case 'partialDate':
      return (value) => value ?? null;
    case 'date':
      return (value) => (typeof value === 'string' ? value.slice(0, 10) : null);
    case 'datetime':
      return (value) => readInstant(value);
    case 'geoPoint':
      return pointOf;
    case 'geoShape':
      return geoJsonOf;
    case 'file':
      return (value, { datasetId }) => {
        const read = readFileValue(value);
        return read && { ...read, datasetId };
      };
    default:
      return (value) => value ?? null;
  }
}

function textsOf(value: unknown, separator: string): string[] {
  const texts = Array.isArray(value)
    ? value.map(String)
    : typeof value === 'string'
      ? value.split(separator)
      : [];
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** Null for a text that is no number: it is data, and no error. */
function numberOf(value: unknown, isWhole: boolean): number | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  const number = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) && (!isWhole || Number.isSafeInteger(number)) ? number : null;
}

/** What the portal says of a field: its label, its description, its unit, and the name that it has there. */
export function fieldDescription(field: TypedField): string {
  let description = descriptions.get(field);
  if (description === undefined) {
    description = describe(field);
    descriptions.set(field, description);
  }
  return description;
}

/** A field has its description in many types: in filters, groups and aggregates too. */
const descriptions = new WeakMap<TypedField, string>();

function describe({ file, kind, portalName }: TypedField): string {
  const { label, description, unit } = file;
  const parts = [
    [label, description].filter((part) => part).join(': '),
    unit ? `In ${unit}.` : '',
    kind === 'numberText'
      ? 'The portal has it as text: what is no number is null, and only equal values can be searched for, not greater or smaller ones.'
      : '',
    `\`${portalName}\` of the dataset.`,
  ];
  return parts
    .filter((part) => part !== '')
    .map(sentence)
    .join(' ');
}

/** A text of a portal as a sentence: without HTML, and with an end. */
export function sentence(text: string): string {
  const plain = text
    .replace(/<[^<>]{0,500}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return /[.!?:]$/.test(plain) ? plain : `${plain}.`;
}

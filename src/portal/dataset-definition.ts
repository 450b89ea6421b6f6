/**
 * A dataset before it is stored: its identity, metadata, fields and records.
 * The files in `data/` make definitions; only the store reads their records.
 */
import type { Geometry } from 'geojson';

/** The field types of the REST API v1. */
export type FieldType =
  | 'text'
  | 'int'
  | 'double'
  | 'date'
  | 'datetime'
  | 'geo_point_2d'
  | 'geo_shape'
  | 'file'
  | 'json_blob';

/** An annotation of a field as the API shows it, for example `{ name: 'hierarchical', args: ['/'] }`. */
export interface Annotation {
  name: string;
  args?: (string | number)[];
}

export interface FieldDefinition {
  /** An identifier in snake_case. */
  name: string;
  label: string;
  type: FieldType;
  description?: string;
  annotations?: Annotation[];
}

/** The value of a `file` field. `DatasetDefinition.openFile(id)` gives the bytes. */
export interface FileValue {
  /** 32 hexadecimal digits. */
  id: string;
  filename: string;
  format: string;
  mimetype: string;
  width: number;
  height: number;
  thumbnail: boolean;
}

/**
 * One value. A text is a string (several values are joined with the separator), int and double are numbers, a date is
 * `YYYY[-MM[-DD]]`, a datetime is ISO 8601 in UTC, a geo_point_2d is `[latitude, longitude]`, a geo_shape is a GeoJSON
 * geometry, a file is a FileValue, and a json_blob is any JSON object or array.
 */
export type FieldValue =
  | string
  | number
  | readonly [latitude: number, longitude: number]
  | Geometry
  | FileValue
  | object;

/** Values by field name. A field without a value has no key. */
export type RecordValues = Record<string, FieldValue | undefined>;

/** A document beside the records. `DatasetDefinition.openFile(id)` gives its bytes. */
export interface Attachment {
  /** Made from the file name, for example `readme_md`. */
  id: string;
  title: string;
  filename: string;
  mimetype: string;
  description?: string;
}

/** The metadata of a dataset under the names of the API. The store adds those that the records tell. */
export interface Metas {
  title: string;
  /** HTML. */
  description: string;
  publisher: string;
  license: string;
  license_url?: string;
  language: string;
  theme: string[];
  keyword: string[];
  references: string;
  attributions: string[];
  /** When the source last changed (ISO 8601). */
  modified: string;
  timezone?: string;
  territory?: string[];
  [custom: string]: unknown;
}

export interface DatasetDefinition {
  datasetid: string;
  metas: Metas;
  /** Metadata that are served only with `interopmetas=true`. */
  dcat?: Record<string, string>;
  fields: FieldDefinition[];
  attachments?: Attachment[];
  alternativeExports?: Attachment[];
  /** Only callers with a key, a token or a login see a `restricted` dataset. */
  visibility: 'domain' | 'restricted';
  /** The resources that take pushed records. A dataset that has them gets no records from `records`. */
  realtime?: readonly string[];
  /** The records, in the same order at each call. */
  records(): Iterable<RecordValues>;
  /** The bytes of a file value or of an attachment; null if the id is unknown. */
  openFile?(id: string): Uint8Array | null;
}

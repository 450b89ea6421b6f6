/**
 * What the portal publishes, before it is stored: a dataset's identity, metadata, fields and records.
 * Everything in `data/` makes these; the store (and only the store) reads them.
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

/** A field's annotation as the API gives it, e.g. `{ name: 'hierarchical', args: ['/'] }`. */
export interface Annotation {
  name: string;
  args?: (string | number)[];
}

export interface FieldDefinition {
  /** Lower-case identifier, snake_case. */
  name: string;
  label: string;
  type: FieldType;
  description?: string;
  annotations?: Annotation[];
}

/** The value of a `file` field: the file's bytes are read from `DatasetDefinition.openFile(id)`. */
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
 * One value: text as string (a multivalued one joined with its separator), int and double as number, date as
 * `YYYY[-MM[-DD]]`, datetime as ISO 8601 in UTC, geo_point_2d as `[latitude, longitude]`, geo_shape as a GeoJSON
 * geometry, file as a FileValue, json_blob as any JSON object or array.
 */
export type FieldValue =
  | string
  | number
  | readonly [latitude: number, longitude: number]
  | Geometry
  | FileValue
  | object;

/** Values by field name; an absent value is an absent key. */
export type RecordValues = Record<string, FieldValue | undefined>;

/** A document offered beside the records, read by `DatasetDefinition.openFile(id)`. */
export interface Attachment {
  /** Slug of the file name: `readme_md`. */
  id: string;
  title: string;
  filename: string;
  mimetype: string;
  description?: string;
}

/** A dataset's flat metadata, in the API's own names. Those derived from the data are added by the store. */
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
  /** When the source last changed, ISO 8601. */
  modified: string;
  timezone?: string;
  territory?: string[];
  [custom: string]: unknown;
}

export interface DatasetDefinition {
  datasetid: string;
  metas: Metas;
  /** The metas served with `interopmetas=true` only. */
  dcat?: Record<string, string>;
  fields: FieldDefinition[];
  attachments?: Attachment[];
  alternativeExports?: Attachment[];
  /** `restricted`: only callers with a key or a login see it. */
  visibility: 'domain' | 'restricted';
  /** The resources that records may be pushed to; `records` gives none then. */
  realtime?: readonly string[];
  /** The records, in a fixed order, made anew at each call. */
  records(): Iterable<RecordValues>;
  /** The bytes of a file value or of an attachment, null where there is none with that id. */
  openFile?(id: string): Uint8Array | null;
}

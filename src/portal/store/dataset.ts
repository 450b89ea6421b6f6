/** A dataset as the portal serves it: its definition, its tables, and the JSON that describes it. */
import type { Polygon } from 'geojson';
import type { Attachment, DatasetDefinition, FieldDefinition } from '../dataset-definition.ts';
import type { QueryNode } from '../query/ast.ts';
import type { Bounds } from './bounds.ts';
import type { Table } from './table.ts';
import type { Summary } from './table-builder.ts';

export interface Dataset {
  definition: DatasetDefinition;
  table: Table;
  summary: Summary;
  /** The metadata, with those that the records tell. Instants are in UTC. */
  metas: Record<string, unknown>;
  /** What a record must match to be seen by whoever this dataset is shown to; null for all records. */
  scope: QueryNode | null;
}

/** The metadata that are instants: an answer shows them in the time zone of the request. */
export const instantMetas = ['modified', 'data_processed', 'metadata_processed'] as const;

/** The portal's name in `metas.domain`. */
const domain = 'ods-graphql';

/** All metadata of a dataset: those of its definition and those that its records tell. */
export function completeMetas(definition: DatasetDefinition, summary: Summary): Record<string, unknown> {
  const { title, description, modified, timezone, territory, ...rest } = definition.metas;
  const hasRecords = summary.recordsCount > 0;
  return present({
    domain,
    title,
    description,
    ...rest,
    modified,
    data_processed: hasRecords ? modified : undefined,
    metadata_processed: modified,
    records_count: summary.recordsCount,
    visibility: definition.visibility,
    timezone,
    territory,
    bbox: summary.bounds === null ? undefined : polygonAround(summary.bounds),
    geometry_types: summary.geometryTypes.length > 0 ? summary.geometryTypes : undefined,
  });
}

const present = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

export function polygonAround({ west, south, east, north }: Bounds): Polygon {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

/** The features of a dataset, by the types of its fields. */
export function featuresOf(definition: DatasetDefinition, summary: Summary): string[] {
  const has = (...types: FieldDefinition['type'][]) =>
    definition.fields.some((field) => types.includes(field.type));
  if (summary.recordsCount === 0) return [];
  return [
    ...(has('geo_point_2d', 'geo_shape') ? ['geo'] : []),
    'analyze',
    ...(has('date', 'datetime') ? ['timeserie'] : []),
    ...(has('file') ? ['image'] : []),
  ];
}

/** Attachments as the API shows them. `url` is internal: clients make the address from the id. */
export function attachmentBodies(attachments: readonly Attachment[]): Record<string, string>[] {
  return attachments.map(({ id, title, filename, mimetype, description }) => ({
    url: `odsfile://${filename}`,
    mimetype,
    id,
    title,
    ...(description === undefined ? {} : { description }),
  }));
}

/** Lays out the tables of a dataset. table.ts says what they hold. */
import type { FieldDefinition, FieldType } from '../dataset-definition.ts';
import { quote } from './sql.ts';
import type { Table, TableField } from './table.ts';

const columnTypes: Record<FieldType, string> = {
  text: 'TEXT',
  int: 'INTEGER',
  double: 'REAL',
  date: 'TEXT',
  datetime: 'INTEGER',
  geo_point_2d: 'REAL',
  geo_shape: 'TEXT',
  file: 'TEXT',
  json_blob: 'TEXT',
};

const scalarTypes: ReadonlySet<FieldType> = new Set(['text', 'int', 'double', 'date', 'datetime']);

/** Names that the tables, FTS5 or the answers use themselves. */
const reservedNames: ReadonlySet<string> = new Set(['rowid', 'rank', 'recordid', 'record_timestamp', 'dist']);

/** The tables with that number, for a dataset that has these fields. */
export function layOut(number: number, fields: readonly FieldDefinition[]): Table {
  const laidOut = new Map<string, TableField>();
  let geoTables = 0;
  for (const field of fields) {
    if (!/^[a-z][a-z0-9_]*$/.test(field.name) || reservedNames.has(field.name)) {
      throw new Error(`"${field.name}" cannot be the name of a field.`);
    }
    const laidOutField = layOutField(field, `geo_${number}_${geoTables}`);
    if (laidOutField.geoTable !== undefined) geoTables++;
    laidOut.set(field.name, laidOutField);
  }
  return {
    records: `records_${number}`,
    text: `text_${number}`,
    values: `values_${number}`,
    fields: laidOut,
  };
}

function layOutField(field: FieldDefinition, geoTable: string): TableField {
  const isPoint = field.type === 'geo_point_2d';
  // No field has a dot in its name, so the columns of a point cannot have the name of another field.
  const columnNames = isPoint ? [`${field.name}.lat`, `${field.name}.lon`] : [field.name];
  const multivalued = separator(field, 'multivalued', ',');
  const hierarchical = separator(field, 'hierarchical', '/');
  const isScalar = scalarTypes.has(field.type);
  return {
    name: field.name,
    type: field.type,
    columnNames,
    columns: columnNames.map((name) => `r.${quote(name)}`),
    ...(isPoint || field.type === 'geo_shape' ? { geoTable } : {}),
    ...(multivalued === undefined ? {} : { multivalued }),
    ...(hierarchical === undefined ? {} : { hierarchical }),
    isFacet: isScalar && hasAnnotation(field, 'facet'),
    // The documentation asks for an annotation on texts, but the official client sorts by any text.
    isSortable: isScalar,
  };
}

const hasAnnotation = (field: FieldDefinition, name: string): boolean =>
  field.annotations?.some((annotation) => annotation.name === name) ?? false;

function separator(field: FieldDefinition, name: string, usual: string): string | undefined {
  const annotation = field.annotations?.find((candidate) => candidate.name === name);
  return annotation === undefined ? undefined : String(annotation.args?.[0] ?? usual);
}

/** Whether the values table has the values of the field one by one. */
export const isListed = (field: TableField): boolean =>
  field.multivalued !== undefined || field.hierarchical !== undefined;

const textFields = (table: Table): TableField[] =>
  [...table.fields.values()].filter((field) => field.type === 'text');

/** The statements that create the empty tables. */
export function creation(table: Table): string {
  const columns = [...table.fields.values()].flatMap((field) =>
    field.columnNames.map((name) => `, ${quote(name)} ${columnTypes[field.type]}`),
  );
  const words = textFields(table).map((field) => quote(field.name));
  const geoTables = [...table.fields.values()].flatMap((field) => field.geoTable ?? []);
  return [
    `CREATE TABLE ${table.records} (rowid INTEGER PRIMARY KEY, recordid TEXT NOT NULL,
       record_timestamp INTEGER NOT NULL${columns.join('')})`,
    // FTS5 needs a column even if no field is text.
    `CREATE VIRTUAL TABLE ${table.text} USING fts5(${words.length > 0 ? words.join(', ') : '_'},
       content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2 categories 'L* M* N* Co'")`,
    `CREATE TABLE ${table.values} (field TEXT NOT NULL, value TEXT NOT NULL, rowid INTEGER NOT NULL)`,
    ...geoTables.map(
      (name) => `CREATE VIRTUAL TABLE ${name} USING rtree(id, minLat, maxLat, minLon, maxLon)`,
    ),
  ].join(';\n');
}

/** The statements that fill the other tables from the records and make the indexes. Doing it at the end is faster. */
export function completion(table: Table, uniqueIdFields: ReadonlySet<string>): string {
  const words = textFields(table).map((field) => quote(field.name));
  const fields = [...table.fields.values()];
  const points = fields.filter((field) => field.type === 'geo_point_2d');
  const indexed = fields.filter(
    (field) =>
      (field.isFacet && !isListed(field)) || (uniqueIdFields.has(field.name) && scalarTypes.has(field.type)),
  );
  return [
    ...(words.length > 0
      ? [`INSERT INTO ${table.text} (rowid, ${words}) SELECT rowid, ${words} FROM ${table.records}`]
      : []),
    ...points.map((field) => fillPoints(table, field)),
    `CREATE INDEX ${table.values}_value ON ${table.values} (field, value, rowid)`,
    `CREATE UNIQUE INDEX ${table.records}_recordid ON ${table.records} (recordid)`,
    ...indexed.map(
      (field) =>
        `CREATE INDEX ${quote(`${table.records}_${field.name}`)} ON ${table.records} (${quote(field.name)})`,
    ),
  ].join(';\n');
}

function fillPoints(table: Table, field: TableField): string {
  const [latitude, longitude] = field.columns;
  return `INSERT INTO ${field.geoTable} SELECT r.rowid, ${latitude}, ${latitude}, ${longitude}, ${longitude}
    FROM ${table.records} r WHERE ${latitude} IS NOT NULL`;
}

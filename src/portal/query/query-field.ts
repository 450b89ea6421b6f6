import type { Table, TableField } from '../store/table.ts';

const RECORD_ID: TableField = {
  name: 'recordid',
  type: 'text',
  columns: ['r.recordid'],
  columnNames: ['recordid'],
  isFacet: false,
  isSortable: false,
};

const RECORD_TIMESTAMP: TableField = {
  ...RECORD_ID,
  name: 'record_timestamp',
  type: 'datetime',
  columns: ['r.record_timestamp'],
  columnNames: ['record_timestamp'],
};

/** A field that a query may name: one of the table, `recordid` or `record_timestamp`. */
export function queryField(table: Table, name: string): TableField | undefined {
  const field = table.fields.get(name);
  if (field) return field;
  if (name === 'recordid') return RECORD_ID;
  return name === 'record_timestamp' ? RECORD_TIMESTAMP : undefined;
}

/** An identifier is compared as a whole in every clause, also in `recordid:x`, which is a text search otherwise. */
export function isIdentifier({ name }: TableField): boolean {
  return name === 'recordid' || name === 'datasetid';
}

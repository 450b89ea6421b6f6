/** Makes a record, as the API shows it, from its row. */
import type { Point } from 'geojson';
import { quote, type Row } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import type { Zone } from '../zone.ts';
import { distanceColumn } from './page.ts';

export interface ApiRecord {
  datasetid: string;
  recordid: string;
  fields: Record<string, unknown>;
  geometry?: Point;
  record_timestamp: string;
}

export class RecordRenderer {
  readonly fields: readonly TableField[];
  readonly #datasetid: string;
  readonly #zone: Zone;
  /** The field that `geometry` shows; undefined if it is not requested. */
  readonly #located: TableField | undefined;

  /** `names` is null for all fields. Unknown names are ignored. */
  constructor(datasetid: string, table: Table, names: readonly string[] | null, zone: Zone) {
    const fields = [...table.fields.values()];
    this.fields = names === null ? fields : fields.filter((field) => names.includes(field.name));
    this.#datasetid = datasetid;
    this.#zone = zone;
    const firstPoint = fields.find((field) => field.type === 'geo_point_2d');
    this.#located = this.fields.find((field) => field === firstPoint);
  }

  /** What to select from the records (alias `r`). */
  get columns(): string {
    const columns = this.fields.flatMap((field) =>
      field.columns.map((column, index) => `${column} AS ${quote(field.columnNames[index] ?? '')}`),
    );
    return ['r.recordid AS recordid', 'r.record_timestamp AS record_timestamp', ...columns].join(', ');
  }

  render(row: Row): ApiRecord {
    const fields = this.values(row);
    const point = this.#located && fields[this.#located.name];
    if (row[distanceColumn] !== undefined && row[distanceColumn] !== null) {
      fields[distanceColumn] = String(row[distanceColumn]);
    }
    return {
      datasetid: this.#datasetid,
      recordid: String(row.recordid),
      fields,
      ...(Array.isArray(point) ? { geometry: { type: 'Point', coordinates: [point[1], point[0]] } } : {}),
      record_timestamp: this.#zone.format(Number(row.record_timestamp)),
    };
  }

  /** The values that the record has, by field name. */
  values(row: Row): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const field of this.fields) {
      const value = this.#decode(field, row);
      if (value !== null) values[field.name] = value;
    }
    return values;
  }

  #decode(field: TableField, row: Row): unknown {
    const [first = '', second = ''] = field.columnNames;
    const value = row[first] ?? null;
    if (value === null) return null;
    switch (field.type) {
      case 'geo_point_2d':
        return [value, row[second]];
      case 'datetime':
        return this.#zone.format(Number(value));
      case 'geo_shape':
      case 'file':
      case 'json_blob':
        return JSON.parse(String(value));
      default:
        return value;
    }
  }
}

/** A record as a GeoJSON feature. The geometry is its shape, or its point; the other values are properties. */
export function toFeature(record: ApiRecord, fields: readonly TableField[]): object {
  const shape = fields.find((field) => field.type === 'geo_shape' && field.name in record.fields);
  const geometry: unknown = shape === undefined ? record.geometry : record.fields[shape.name];
  const properties = Object.fromEntries(
    Object.entries(record.fields).filter(([name]) => name !== shape?.name),
  );
  return { type: 'Feature', geometry: geometry ?? null, properties };
}

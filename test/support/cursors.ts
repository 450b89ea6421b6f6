/** Cursors of searches as operations write them: for tests that begin in the middle of one. */
import { parseValue, valueFromASTUntyped } from 'graphql';
import { Cursors } from '../../src/loading/cursor.ts';
import { CATALOG } from '../../src/ods/catalog.ts';
import { type Field, FieldSet, type FieldType } from '../../src/ods/field.ts';
import { compileRecordFilter } from '../../src/ods/query/filter.ts';
import { sortParameters } from '../../src/ods/query/sort.ts';
import type { Shape } from './shapes.ts';

/** What is searched; null is the catalog. */
export type Searched = Pick<Shape, 'datasetId' | 'fields' | 'numbers' | 'dates' | 'isGeo'> | null;

/**
 * The cursor at that offset of a search with these arguments (`filter: { … }, orderBy: { … }`, or none). If they are
 * wrong, it is any cursor.
 */
export function cursorOf(searched: Searched, args: string, offset: number): string {
  const { filter, orderBy } = Object(valueFromASTUntyped(parseValue(`{ ${args} }`)));
  const fields = searched ? fieldsOf(searched) : CATALOG;
  try {
    const { parameters, hasDays } = compileRecordFilter(filter ?? {}, fields);
    return new Cursors({
      datasetId: searched?.datasetId ?? '',
      filter: parameters,
      timezone: hasDays ? 'UTC' : null,
      order: sortParameters([orderBy ?? []].flat(), fields, 'orderBy'),
    }).encode(offset);
  } catch {
    return new Cursors({ datasetId: '', filter: [], timezone: null, order: [] }).encode(offset);
  }
}

function fieldsOf({ fields, numbers, dates, isGeo }: NonNullable<Searched>): FieldSet {
  const typeOf = (name: string): FieldType =>
    numbers.includes(name) ? 'DOUBLE' : dates.includes(name) ? 'DATETIME' : 'TEXT';
  const field = (name: string, type: FieldType): Field => ({
    name,
    label: name,
    description: null,
    type,
    rawType: type,
    annotations: [],
  });
  return new FieldSet('dataset', [
    ...fields.map((name) => field(name, typeOf(name))),
    ...(isGeo ? [field('geo_point_2d', 'GEO_POINT')] : []),
  ]);
}

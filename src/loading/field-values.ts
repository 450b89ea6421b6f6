/** The distinct values of a field with their counts: searched, sorted and paged here, since one call brings them all. */
import { digest } from '../ods/digest.ts';
import { badInput } from '../ods/errors.ts';
import { type Field, type FieldSet, isFacet } from '../ods/field.ts';
import { foldedWords } from '../ods/text.ts';
import type { PageInfo } from './connection.ts';
import { requireCount } from './counts.ts';

/** One value, and how many records have it. */
export interface FieldValue {
  value: string;
  count: number;
}

export interface FieldValuesArguments {
  field: string;
  search?: string | null | undefined;
  orderBy?: { by: 'COUNT' | 'NAME'; direction: 'ASC' | 'DESC' } | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** A page of them. */
export interface FieldValues {
  edges: { cursor: string; node: FieldValue }[];
  totalCount: number;
  pageInfo: PageInfo;
  /** True if the portal did not give all. */
  truncated: boolean;
}

/** As any page that names no size. */
const DEFAULT_PAGE_SIZE = 10;

/** The field whose values are asked for; what an axis cannot be is refused. */
export function requireValueField(name: string, fields: FieldSet): Field {
  return fields.requireSuch(
    name,
    'field',
    'a text or a number',
    ({ type }) => type === 'TEXT' || type === 'INT' || type === 'DOUBLE',
  );
}

/** True if an analysis can group by the field: of other texts, only a facet tells values. */
export function isGroupable(field: Field): boolean {
  return field.type !== 'TEXT' || isFacet(field);
}

/** The page that was asked for. `origin` is what the values are of: dataset, filter and time zone. */
export function fieldValuesOf(
  all: readonly FieldValue[],
  { field, search, orderBy, first, after }: FieldValuesArguments,
  origin: unknown,
  truncated: boolean,
): FieldValues {
  const { by = 'COUNT', direction = 'DESC' } = orderBy ?? {};
  const list = digest(JSON.stringify([origin, field, search ?? null, by, direction])).slice(0, 12);
  const start = after === null || after === undefined ? 0 : offsetOf(after, list) + 1;
  const size = first ?? DEFAULT_PAGE_SIZE;
  requireCount(first, 'first');
  const found = searched(all, search ?? '').toSorted(comparatorOf(by, direction));
  const edges = found
    .slice(start, start + size)
    .map((node, index) => ({ cursor: cursorOf(start + index, list), node }));
  return {
    edges,
    totalCount: found.length,
    pageInfo: {
      hasNextPage: start + size < found.length,
      hasPreviousPage: start > 0 && found.length > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    truncated,
  };
}

/** As full text does: each word of the search is the beginning of a word of the value. */
function searched(all: readonly FieldValue[], search: string): readonly FieldValue[] {
  const wanted = foldedWords(search);
  if (wanted.length === 0) {
    if (search.trim() !== '') throw badInput('search', 'has no word or number to search for.');
    return all;
  }
  return all.filter(({ value }) => {
    const words = foldedWords(value);
    return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
  });
}

/** Names by their characters, as portals sort them. Equal counts are in the order of their names. */
function comparatorOf(by: 'COUNT' | 'NAME', direction: 'ASC' | 'DESC') {
  const sign = direction === 'DESC' ? -1 : 1;
  const byName = (a: FieldValue, b: FieldValue) => (a.value < b.value ? -1 : Number(a.value > b.value));
  return (a: FieldValue, b: FieldValue) =>
    by === 'NAME' ? sign * byName(a, b) : sign * (a.count - b.count) || byName(a, b);
}

function cursorOf(offset: number, list: string): string {
  return Buffer.from(`value:${list}:${offset}`).toString('base64url');
}

function offsetOf(cursor: string, list: string): number {
  const [kind, ofList, offset = ''] = Buffer.from(cursor, 'base64url').toString().split(':');
  if (kind === 'value' && ofList === list && /^\d{1,9}$/.test(offset)) return Number(offset);
  throw badInput(
    'after',
    'is not a cursor of these values in this order; pass a pageInfo.endCursor of the same field, filter, search and order as it was given.',
  );
}

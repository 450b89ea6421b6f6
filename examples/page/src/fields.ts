/** Fields of a dataset, and which of them are shown where. */
import type { PageFieldsQuery } from './graphql/graphql.ts';

export type Field = NonNullable<PageFieldsQuery['dataset']>['fields'][number];

/** What the catalog told of the fields of datasets: their views need not ask for them. */
export const knownFields = new Map<string, readonly Field[]>();

export const isNumber = ({ type }: Field) => type === 'INT' || type === 'DOUBLE';
export const isDate = ({ type }: Field) => type === 'DATE' || type === 'DATETIME';
const isShort = ({ type }: Field) => type !== 'GEO_SHAPE' && type !== 'GEO_POINT' && type !== 'OTHER';

const COLUMNS = 8;
const NUMBERS = 3;

/** The columns of the table: the first fields, with numbers among them if there are any. */
export function columnsOf(fields: readonly Field[]): readonly Field[] {
  const shown = fields.filter(isShort);
  const chosen = new Set(shown.slice(0, COLUMNS));
  const missing = shown.filter((field) => isNumber(field) && !chosen.has(field));
  const texts = [...chosen].filter((field) => !isNumber(field) && field.type !== 'FILE').slice(2);
  for (let count = [...chosen].filter(isNumber).length; count < NUMBERS; count += 1) {
    const [number, text] = [missing.shift(), texts.pop()];
    if (!number || !text) break;
    chosen.delete(text);
    chosen.add(number);
  }
  return shown.filter((field) => chosen.has(field));
}

const FACETS = 6;

export function facetsOf(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({ isFacet }) => isFacet).slice(0, FACETS);
}

/** The text by which a record is called. */
export function titleFieldOf(fields: readonly Field[]): Field | undefined {
  const texts = fields.filter(({ type }) => type === 'TEXT');
  return (
    texts.find(({ name }) => /^(?:name|title|label|nom)/i.test(name)) ??
    texts.find(({ name }) => /name|title|label|nom/i.test(name)) ??
    texts[0]
  );
}

/** A value of a record as people read it. */
export function valueText(value: unknown, type: Field['type']): string {
  if (value === null || value === undefined) return '';
  // To the second, as it is written.
  if (type === 'DATETIME' && typeof value === 'string') return value.slice(0, 19).replace('T', ' ');
  if (typeof value === 'number')
    return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 4 });
  return typeof value === 'object'
    ? JSON.stringify(value)
        .replace(/[[\]"]/g, '')
        .replaceAll(',', ', ')
    : String(value);
}

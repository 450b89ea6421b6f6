/** Types and what has changed of them, in a line. */
import { isDeepStrictEqual } from 'node:util';
import { listed } from '../ods/text.ts';
import type { DatasetType, TypeField } from '../types/dataset-type.ts';

/** `City (geonames-cities-1000): 20 fields, cities; country → Country`. */
export function summaryOf({ name, dataset, plural, fields, relations = {} }: DatasetType): string {
  const leads = Object.entries(relations).map(([relation, { to }]) => `${relation} → ${to}`);
  const parts = [`${plural}, ${fields.length} ${fields.length === 1 ? 'field' : 'fields'}`, ...leads];
  return `${name} (${dataset}): ${parts.join('; ')}`;
}

/** What an update has changed. */
export function updateOf(before: DatasetType, after: DatasetType): string {
  const former = new Map(before.fields.map((field) => [field.field, field]));
  const added = after.fields.filter(({ field }) => !former.has(field));
  const gone = after.fields.filter(({ field, gone }) => gone && !former.get(field)?.gone);
  const back = after.fields.filter(({ field, gone }) => !gone && former.get(field)?.gone);
  const changed = after.fields.filter((field) => {
    const then = former.get(field.field);
    return then !== undefined && !field.gone && !then.gone && !isDeepStrictEqual(then, field);
  });
  const parts = [
    ...part('new', added),
    ...part('gone', gone),
    ...part('there again', back),
    ...part('changed', changed),
  ];
  return parts.length > 0 ? `${parts.join('; ')}.` : 'what the portal says of the dataset has changed.';
}

function part(what: string, fields: readonly TypeField[]): string[] {
  return fields.length === 0 ? [] : [`${what}: ${listed(fields.map(({ name }) => name))}`];
}

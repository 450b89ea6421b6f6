/** From what the form says to the filter that all parts of the page share. */
import type { Condition, RecordFilter } from './graphql/graphql.ts';

export function filterOf(form: FormData): RecordFilter {
  const search = textIn(form, 'search');
  const least = textIn(form, 'least');
  const kind = textIn(form, 'kind');
  const conditions: Condition[] = [];
  if (least) conditions.push({ field: { name: 'mag', atLeast: Number(least) } });
  if (kind) conditions.push({ field: { name: 'type', equals: kind } });
  return {
    ...(search && { search }),
    // `all` of no conditions is everything.
    where: { all: conditions },
  };
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

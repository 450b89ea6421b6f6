/** Whether a filter depends on where days begin: then a search must be sent with its time zone. */
import type { FieldSet } from '../field.ts';
import type { Condition } from './condition.ts';
import type { FieldTests } from './field-tests.ts';
import type { DatasetFilter } from './filter.ts';

/** True if the filter may keep other results in another time zone. */
export function dependsOnDays({ where, q, refine, exclude }: DatasetFilter, fields: FieldSet): boolean {
  // What the portal's own language says of dates is not looked into.
  if (q?.trim()) return true;
  const selections = [...(refine ?? []), ...(exclude ?? [])];
  return (
    selections.some(({ facet }) => isDateTime(facet, fields)) || (where ? testsDays(where, fields) : false)
  );
}

/** True of a field whose values are instants: the day of one depends on the time zone, and that of a date does not. */
export function isDateTime(name: string, fields: FieldSet): boolean {
  return fields.get(name)?.type === 'DATETIME';
}

function testsDays(condition: Condition, fields: FieldSet): boolean {
  const { all, any, not, field, equals, greaterThan, atLeast, lessThan, atMost, between } = condition;
  const parts = [...(all ?? []), ...(any ?? []), ...(not ? [not] : [])];
  if (parts.some((part) => testsDays(part, fields))) return true;
  if (field && comparesDates(field) && isDateTime(field.name, fields)) return true;
  const tests = [equals, condition.in, greaterThan, atLeast, lessThan, atMost, between];
  return tests.some((test) => test && isDateTime(test.field, fields));
}

/** True of any test but that for a value at all. */
function comparesDates({ equals, greaterThan, atLeast, lessThan, atMost, ...others }: FieldTests): boolean {
  const values = [equals, others.in, greaterThan, atLeast, lessThan, atMost];
  return values.some((value) => value !== null && value !== undefined);
}

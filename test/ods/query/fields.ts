import { OdsError } from '../../../src/ods/errors.ts';
import { type Field, FieldSet, type FieldType } from '../../../src/ods/field.ts';

const field = (name: string, type: FieldType, facet = false): Field => ({
  name,
  label: name,
  description: null,
  type,
  rawType: type.toLowerCase(),
  annotations: facet ? [{ name: 'facet', args: [] }] : [],
});

/** A field of each type. */
export const FIELDS = new FieldSet('dataset "d"', [
  field('name', 'TEXT'),
  field('kind', 'TEXT', true),
  field('count', 'INT'),
  field('size', 'DOUBLE'),
  field('day', 'DATE'),
  field('time', 'DATETIME'),
  field('place', 'GEO_POINT'),
  field('photo', 'FILE'),
  field('more', 'OTHER'),
]);

/** Why an input is refused, and which argument is at fault. */
export function refusal(work: () => unknown): { argument: unknown; message: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof OdsError && error.code === 'BAD_USER_INPUT') {
      return { argument: error.details.argument, message: error.message };
    }
    throw error;
  }
  throw new Error('It was not refused.');
}

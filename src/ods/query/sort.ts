import { type FieldSet, isSortable } from '../field.ts';
import type { Parameter } from '../parameter.ts';

export interface OrderBy {
  field: string;
  direction: 'ASC' | 'DESC';
}

/**
 * Translates a direction in plain words to the portal's sign: for numbers and dates no sign is *descending* and the
 * minus sign ascending; for text it is the other way round. Hence the fields, for their types.
 */
export function sortParameters(orderBy: readonly OrderBy[], fields: FieldSet, argument: string): Parameter[] {
  if (orderBy.length === 0) return [];
  const keys = orderBy.map(({ field: name, direction }, index) => {
    const at = `${argument}[${index}].field`;
    const field = fields.requireSuch(name, at, 'a sortable field', isSortable);
    const unsigned = field.type === 'TEXT' ? 'ASC' : 'DESC';
    return direction === unsigned ? field.name : `-${field.name}`;
  });
  return [['sort', keys.join(',')]];
}

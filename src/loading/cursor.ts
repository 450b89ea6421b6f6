import { badInput } from '../ods/errors.ts';

const PREFIX = 'offset:';

/** The cursor of the row at that offset of its search: opaque to clients, valid for as long as the search is. */
export function encodeCursor(offset: number): string {
  return Buffer.from(PREFIX + offset).toString('base64url');
}

/** The offset that a cursor stands for; BAD_USER_INPUT for one that this server did not make. */
export function decodeCursor(cursor: string, argument: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  const offset = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  if (/^\d{1,9}$/.test(offset)) return Number(offset);
  throw badInput(
    argument,
    "is not a cursor of this connection; pass a pageInfo.endCursor or an edge's cursor as it was given.",
  );
}

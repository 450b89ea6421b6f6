import { digest } from '../ods/digest.ts';
import { badInput } from '../ods/errors.ts';
import type { Parameter } from '../ods/parameter.ts';

/** What a cursor is of: the results of the same search are the same, and in the same order. */
export interface CursorSearch {
  /** Empty for the catalog. */
  datasetId: string;
  filter: readonly Parameter[];
  /** The time zone of the filter's days; null if they do not matter. */
  timezone: string | null;
  order: readonly Parameter[];
}

/** So many characters of a digest tell the searches of any client apart. */
const DIGEST_LENGTH = 8;

const CURSOR = /^([\w-]{8}):(\d{1,9})$/;

/** The cursors of one search: each is opaque to clients, and valid for as long as the search is. */
export class Cursors {
  readonly #search: CursorSearch;
  #digest: string | undefined;

  constructor(search: CursorSearch) {
    this.#search = search;
  }

  /** The cursor of the row at that offset. */
  encode(offset: number): string {
    return Buffer.from(`${this.#ownDigest()}:${offset}`).toString('base64url');
  }

  /** The offset that a cursor stands for; BAD_USER_INPUT for one that this server did not make, or of another search. */
  decode(cursor: string, argument: string): number {
    const [, search, offset] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
    if (search === undefined) {
      throw badInput(
        argument,
        "is not a cursor of this connection; pass a pageInfo.endCursor or an edge's cursor as it was given.",
      );
    }
    if (search === this.#ownDigest()) return Number(offset);
    throw badInput(
      argument,
      'is a cursor of another search; a cursor goes with the dataset, the filter, the time zone and the orderBy with which it was given. Leave it out to begin with the first page.',
    );
  }

  #ownDigest(): string {
    const { datasetId, filter, timezone, order } = this.#search;
    this.#digest ??= digest(JSON.stringify([datasetId, filter, timezone, order])).slice(0, DIGEST_LENGTH);
    return this.#digest;
  }
}

/** What one request may ask for in all, so that no request keeps the portal's only thread for long. */
import { badRequest } from './errors.ts';

const limits = {
  /** NOT counts as one; equalities of one field that OR combines count as one together. */
  conditions: 500,
  /** Equal words count once. */
  words: 100,
  /** Conditions on places: each calls a function for every record. */
  places: 20,
  /** The corners of all polygons. */
  corners: 1_000,
  series: 500,
  /** Calls of functions in the expressions of all series. */
  functions: 50,
  /** Additions, multiplications and the like in those expressions. */
  operations: 1_000,
};

export class RequestBudget {
  readonly #left = { ...limits };

  /** Throws an ApiError when the request has asked for more than its limit. */
  spend(kind: keyof typeof limits, count = 1): void {
    this.#left[kind] -= count;
    if (this.#left[kind] < 0) {
      throw badRequest(`The request has too many ${kind}: at most ${limits[kind]} are allowed.`);
    }
  }
}

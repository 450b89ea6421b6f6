/** What `search` means, wherever it stands. */
export const SEARCH_WORDS =
  'Words match as prefixes, and "quoted phrases" match exactly; all of them must be found. Operators have no meaning here, and an empty text holds for everything.';

/** What it means of some fields. */
export const SEARCH_IN_FIELDS =
  'The API cannot look for a phrase in one field: a quoted phrase is found if the phrase is anywhere and its words are in these fields.';

/** What a circle in a condition means. */
export const NEAR =
  'The place is within a distance of a point (`#distance`). If the dataset has one geo field, which is a point, and no `any` or `not` is above, the nearest records come first and edges have their `distance`, as with `near` beside `where`. In other places the API tells no distances.';

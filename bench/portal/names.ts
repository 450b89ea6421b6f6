/** What rows, sides and portal call the same. */

/** The dataset of 135,233 records. */
export const PLACES = 'geonames-cities-1000';

/** How many small datasets the catalog has beside it. */
export const DATASETS = 150;

export function cardId(index: number): string {
  return `places-of-region-${(index % DATASETS) + 1}`;
}

/** The six fields that are asked of a record: what they are called in an answer, and at the portal. */
export const COLUMNS: Readonly<Record<string, string>> = {
  name: 'name',
  country: 'country_code',
  kind: 'feature_code',
  population: 'population',
  elevation: 'dem',
  timezone: 'timezone',
};

export const FACETS = ['country_code', 'feature_code', 'timezone'];

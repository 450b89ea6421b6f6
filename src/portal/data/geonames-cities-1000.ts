/** All places of the dump. This is the portal's largest dataset. */
import type { DatasetDefinition } from '../dataset-definition.ts';
import { geonamesDcat, geonamesFields, geonamesMetas, geonamesRecords } from './geonames.ts';

export const geonamesCities1000: DatasetDefinition = {
  datasetid: 'geonames-cities-1000',
  metas: {
    ...geonamesMetas,
    title: 'GeoNames – cities with more than 1,000 inhabitants',
    description:
      '<p>Every populated place of <a href="https://www.geonames.org/">GeoNames</a> with more than 1,000 ' +
      'inhabitants, and seats of administrative divisions down to the smallest, as of the dump of ' +
      '18 March 2020. Some 13,000 places have a population of 0: GeoNames knows no number for them.</p>',
    keyword: ['cities', 'populated places', 'population', 'GeoNames'],
  },
  dcat: geonamesDcat,
  fields: geonamesFields,
  visibility: 'domain',
  records: () => geonamesRecords(() => true),
};

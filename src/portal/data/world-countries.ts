/** The countries of the world: outlines from Natural Earth, and facts from countries-list. */
import type { TContinents, TCountries, TCurrencies, TLanguages } from 'countries-list';
import type { Feature, Geometry, MultiPolygon, Polygon } from 'geojson';
import type { DatasetDefinition, FieldDefinition, RecordValues } from '../dataset-definition.ts';
import { countryShape } from './country-shape.ts';
import { decimals, disjunctive, facet, field, id, multivalued, sortable, unit } from './field.ts';
import { readPackageJson, requirePackage, versionsOf } from './package-file.ts';

type Topojson = typeof import('topojson-client');
type Outline = Feature<Polygon | MultiPolygon, { name: string }>;

const fields: FieldDefinition[] = [
  field('name', 'text', 'Name', 'Name on the map of Natural Earth, shortened if it is long.', id, sortable),
  field(
    'country',
    'text',
    'Country',
    'Country that the ISO code stands for; absent if Natural Earth gives none (Somaliland, N. Cyprus…).',
    sortable,
  ),
  field(
    'iso_alpha2',
    'text',
    'ISO alpha-2',
    'ISO 3166-1 alpha-2 code; XK, for Kosovo, is user-assigned.',
    sortable,
  ),
  field('iso_alpha3', 'text', 'ISO alpha-3', 'ISO 3166-1 alpha-3 code.', sortable),
  field('iso_numeric', 'text', 'ISO numeric', 'ISO 3166-1 numeric code, three digits.'),
  field('native_name', 'text', 'Native name', 'Name in the main language of the country.'),
  field('continent', 'text', 'Continent', 'Main continent.', facet, disjunctive),
  field('capital', 'text', 'Capital', 'Capital, in English.', sortable),
  field(
    'languages',
    'text',
    'Languages',
    'Main languages, in English.',
    facet,
    disjunctive,
    multivalued(','),
  ),
  field('currencies', 'text', 'Currencies', 'ISO 4217 codes.', facet, disjunctive, multivalued(',')),
  field('phone_codes', 'text', 'Calling codes', 'International calling codes.', multivalued(',')),
  field(
    'area_km2',
    'double',
    'Area',
    'Computed from the simplified outline: lakes included, small islands not.',
    unit('km²'),
    decimals(0),
  ),
  field(
    'geo_point_2d',
    'geo_point_2d',
    'Centre',
    'Centre of gravity of the largest polygon; need not lie within it.',
  ),
  field('geo_shape', 'geo_shape', 'Outline', 'Outline at 1:50,000,000, cut at the 180th meridian.'),
  field(
    'details',
    'json_blob',
    'Details',
    'Continents, languages and currencies with their names; other names.',
  ),
];

/** Countries that have no ISO code in Natural Earth, but a user-assigned one in countries-list. */
const codesByName: ReadonlyMap<string, string> = new Map([['Kosovo', 'XK']]);

function* records(): Generator<RecordValues> {
  const detailsOf = countryDetails();
  for (const outline of outlines()) {
    const { shape, centre, areaKm2 } = countryShape(outline.geometry);
    const { name } = outline.properties;
    const isoNumeric = withoutCode.has(name) || outline.id === undefined ? undefined : String(outline.id);
    yield {
      name,
      iso_numeric: isoNumeric,
      area_km2: areaKm2,
      geo_point_2d: centre,
      geo_shape: shape,
      ...detailsOf(alpha2(isoNumeric) ?? codesByName.get(name)),
    };
  }
}

/** Natural Earth gives them the code of the country that they belong to, which is a record of its own. */
const withoutCode: ReadonlySet<string> = new Set(['Ashmore and Cartier Is.']);

/** Unicode's table of territories has the numbers as aliases: 250 is FR. */
const alpha2 = (numeric: string | undefined): string | undefined =>
  numeric === undefined ? undefined : new Intl.Locale(`und-${numeric}`).region;

function outlines(): Outline[] {
  const { feature } = requirePackage<Topojson>('topojson-client');
  const world = readPackageJson<Parameters<Topojson['feature']>[0]>('world-atlas', 'countries-50m.json');
  const countries = world.objects.countries;
  const collection = countries === undefined ? null : feature(world, countries);
  return collection !== null && 'features' in collection ? collection.features.filter(isOutline) : [];
}

const isOutline = (candidate: Feature<Geometry, object | null>): candidate is Outline =>
  (candidate.geometry.type === 'Polygon' || candidate.geometry.type === 'MultiPolygon') &&
  candidate.properties !== null &&
  'name' in candidate.properties;

/** The facts about a country in countries-list, by its alpha-2 code. */
function countryDetails(): (code: string | undefined) => RecordValues {
  const read = <T>(path: string): T => readPackageJson<T>('countries-list', path);
  const countries = new Map(Object.entries(read<TCountries>('countries.min.json')));
  const alpha3 = new Map(Object.entries(read<Record<string, string>>('minimal/countries.2to3.min.json')));
  const continents = read<TContinents>('continents.min.json');
  const languages = read<TLanguages>('languages.all.min.json');
  const currencies = read<TCurrencies>('currencies.all.min.json');
  return (code = '') => {
    const country = countries.get(code);
    if (country === undefined) return {};
    return {
      iso_alpha2: code,
      iso_alpha3: alpha3.get(code),
      country: country.name,
      native_name: country.native,
      continent: continents[country.continent],
      capital: country.capital || undefined,
      languages: country.languages.map((language) => languages[language].name).join(',') || undefined,
      currencies: country.currency.join(',') || undefined,
      phone_codes: country.phone.join(',') || undefined,
      details: {
        aliases: country.alias ?? [],
        continents: (country.continents ?? [country.continent]).map((continent) => continents[continent]),
        languages: country.languages.map((language) => ({ code: language, ...languages[language] })),
        currencies: country.currency.map((currency) => ({ code: currency, ...currencies[currency] })),
        ...(country.partOf === undefined ? {} : { part_of: country.partOf }),
      },
    };
  };
}

export const worldCountries: DatasetDefinition = {
  datasetid: 'world-countries',
  metas: {
    title: 'Countries of the world',
    description:
      '<p>The countries and dependent territories of <a href="https://www.naturalearthdata.com/">Natural ' +
      'Earth</a> 4.1 with their outlines at 1:50,000,000, joined by ISO 3166-1 code with the names, capitals, ' +
      'languages, currencies and calling codes of <a href="https://github.com/annexare/Countries">' +
      'countries-list</a>.</p><p>Borders are drawn by Natural Earth as they are controlled, and are disputed in ' +
      'places. A territory without an ISO code of its own has no country.</p>',
    publisher: 'Natural Earth',
    license: 'Public Domain (Natural Earth), MIT (countries-list)',
    license_url: 'https://www.naturalearthdata.com/about/terms-of-use/',
    language: 'en',
    theme: ['Geography'],
    keyword: ['countries', 'borders', 'languages', 'currencies', 'ISO 3166'],
    references: 'https://www.naturalearthdata.com/',
    attributions: ['Made with Natural Earth', 'countries-list, © Annexare Studio (MIT)'],
    // The date of countries-list, which is the younger of the two packages.
    modified: '2026-07-14T23:44:10+00:00',
    territory: ['World'],
    source_package: versionsOf('world-atlas', 'countries-list'),
  },
  dcat: {
    created: '2018-05-21',
    issued: '2026-07-14',
    accrualperiodicity: 'Irregular',
    creator: 'Natural Earth',
    contributor: 'Mike Bostock (npm package world-atlas), Annexare Studio (npm package countries-list)',
    spatial: 'World',
    granularity: 'Country',
  },
  fields,
  visibility: 'domain',
  records,
};

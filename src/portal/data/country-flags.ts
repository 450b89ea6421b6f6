/** The flags of the world as images. This dataset has file values, an attachment and an alternative export. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TContinents, TCountries } from 'countries-list';
import type {
  Attachment,
  DatasetDefinition,
  FieldDefinition,
  FileValue,
  RecordValues,
} from '../dataset-definition.ts';
import { disjunctive, facet, field, hasThumbnails, id, sortable } from './field.ts';
import { packageFile, readPackageJson, versionsOf } from './package-file.ts';

const sourcePackage = 'svg-country-flags';

const fields: FieldDefinition[] = [
  field(
    'code',
    'text',
    'Code',
    'ISO 3166-1 alpha-2 code; also AN (the former Netherlands Antilles), EU, XK and the nations of the United ' +
      'Kingdom (GB-ENG…).',
    id,
    sortable,
  ),
  field('name', 'text', 'Name', 'Name of the country or territory.', sortable),
  field('continent', 'text', 'Continent', 'Main continent, if countries-list knows it.', facet, disjunctive),
  field('flag', 'file', 'Flag', 'PNG image, 250 pixels wide.', hasThumbnails),
];

const readme: Attachment = {
  id: 'readme_md',
  title: 'README of svg-country-flags',
  filename: 'README.md',
  mimetype: 'text/markdown',
  description: 'Where the images come from, and how to render them in another size.',
};

const countryNames: Attachment = {
  id: 'countries_json',
  title: 'Country names by code',
  filename: 'countries.json',
  mimetype: 'application/json',
  description: 'The codes and names of the flags, as published in svg-country-flags.',
};

const flagNames = (): [code: string, name: string][] =>
  Object.entries(readPackageJson<Record<string, string>>(sourcePackage, 'countries.json'));

const filenameOf = (code: string): string => `${code.toLowerCase()}.png`;

/** Made from the name and not from the bytes: several territories have the same flag. */
const fileIdOf = (code: string): string => hash('sha256', filenameOf(code)).slice(0, 32);

function* records(): Generator<RecordValues> {
  const continentOf = continents();
  for (const [code, name] of flagNames()) {
    yield { code, name, continent: continentOf(code), flag: flagOf(code) };
  }
}

function continents(): (code: string) => string | undefined {
  const countries = new Map(
    Object.entries(readPackageJson<TCountries>('countries-list', 'countries.min.json')),
  );
  const names = readPackageJson<TContinents>('countries-list', 'continents.min.json');
  return (code) => {
    // GB-ENG is on the continent of GB.
    const country = countries.get(code.slice(0, 2));
    return country && names[country.continent];
  };
}

function flagOf(code: string): FileValue {
  const filename = filenameOf(code);
  const bytes = readFileSync(packageFile(sourcePackage, `png250px/${filename}`));
  return {
    id: fileIdOf(code),
    filename,
    format: 'PNG',
    mimetype: 'image/png',
    // Every PNG begins with the chunk IHDR, which begins with the dimensions.
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    thumbnail: true,
  };
}

let paths: ReadonlyMap<string, string> | null = null;

/** Opens only the files of this dataset: the id never becomes part of a path. */
function openFile(fileId: string): Uint8Array | null {
  paths ??= pathsById();
  const path = paths.get(fileId);
  return path === undefined ? null : readFileSync(packageFile(sourcePackage, path));
}

function pathsById(): ReadonlyMap<string, string> {
  return new Map([
    ...flagNames().map(([code]): [string, string] => [fileIdOf(code), `png250px/${filenameOf(code)}`]),
    [readme.id, readme.filename],
    [countryNames.id, countryNames.filename],
  ]);
}

export const countryFlags: DatasetDefinition = {
  datasetid: 'country-flags',
  metas: {
    title: 'Flags of the world',
    description:
      '<p>The flags of the countries and territories of the world as images, rendered from the SVG files of ' +
      'Wikipedia by <a href="https://github.com/hampusborgos/country-flags">country-flags</a>.</p>' +
      '<p>The images are not under copyright; the use of a flag may be restricted otherwise. Flags adopted ' +
      'lately may be missing.</p>',
    publisher: 'Hampus Nilsson (country-flags)',
    license: 'Public Domain',
    license_url: 'https://github.com/hampusborgos/country-flags#readme',
    language: 'en',
    theme: ['Geography', 'Culture'],
    keyword: ['flags', 'countries', 'images', 'ISO 3166'],
    references: 'https://github.com/hampusborgos/country-flags',
    attributions: ['country-flags by Hampus Nilsson', 'Wikipedia', 'Continents: countries-list (MIT)'],
    // The files have no date; this is the one of the package.
    modified: '2024-12-07T08:02:41+00:00',
    territory: ['World'],
    source_package: versionsOf(sourcePackage, 'countries-list'),
  },
  dcat: {
    issued: '2024-12-07',
    accrualperiodicity: 'Irregular',
    creator: 'Wikipedia',
    contributor: 'Hampus Nilsson (npm package svg-country-flags)',
    spatial: 'World',
    granularity: 'Country',
  },
  fields,
  attachments: [readme],
  alternativeExports: [countryNames],
  visibility: 'domain',
  records,
  openFile,
};

/** The municipalities of France. This dataset is in French, and has a hierarchy and lists of post codes. */
import type { DatasetDefinition, FieldDefinition, RecordValues } from '../dataset-definition.ts';
import {
  disjunctive,
  facet,
  facetSort,
  field,
  hierarchical,
  id,
  multivalued,
  sortable,
  unit,
} from './field.ts';
import { readPackageJson, versionsOf } from './package-file.ts';

const sourcePackage = '@etalab/decoupage-administratif';

interface Division {
  code: string;
  nom: string;
}

interface Commune extends Division {
  type: 'commune-actuelle' | 'commune-deleguee' | 'commune-associee' | 'arrondissement-municipal';
  zone: string;
  region: string;
  departement: string;
  arrondissement?: string;
  siren?: string;
  population?: number;
  codesPostaux?: string[];
  anciensCodes?: string[];
}

const fields: FieldDefinition[] = [
  field('code', 'text', 'Code', 'Code officiel géographique de la commune (INSEE).', id, sortable),
  field('nom', 'text', 'Nom', 'Nom de la commune.', sortable),
  field('type', 'text', 'Type', 'Toujours « commune-actuelle » dans ce jeu de données.', facet),
  field('zone', 'text', 'Zone', 'metro, drom (outre-mer) ou com (collectivité d’outre-mer).', facet),
  field('region_code', 'text', 'Code région', 'Code officiel géographique de la région.', facet),
  field('region', 'text', 'Région', 'Nom de la région.', facet, disjunctive, facetSort('alphanum'), sortable),
  field('departement_code', 'text', 'Code département', 'Code officiel géographique du département.', facet),
  field(
    'departement',
    'text',
    'Département',
    'Nom du département.',
    facet,
    disjunctive,
    facetSort('alphanum'),
    sortable,
  ),
  field('arrondissement', 'text', 'Arrondissement', 'Nom de l’arrondissement ; absent en COM.', sortable),
  field(
    'territoire',
    'text',
    'Territoire',
    'Région puis département, séparés par « / ».',
    facet,
    hierarchical('/'),
    facetSort('alphanum'),
  ),
  field(
    'codes_postaux',
    'text',
    'Codes postaux',
    'Codes postaux de La Poste, séparés par des virgules.',
    facet,
    disjunctive,
    multivalued(','),
  ),
  field('population', 'int', 'Population', 'Population légale (INSEE).', unit('habitants')),
  field('siren', 'text', 'SIREN', 'Numéro SIREN de la commune ; absent en COM.'),
  field(
    'anciens_codes',
    'text',
    'Anciens codes',
    'Codes des communes qu’elle a remplacées, séparés par des virgules.',
    multivalued(','),
  ),
];

function* records(): Generator<RecordValues> {
  const regions = namesOf('regions');
  const departements = namesOf('departements');
  const arrondissements = namesOf('arrondissements');
  for (const commune of readPackageJson<Commune[]>(sourcePackage, 'data/communes.json')) {
    if (commune.type !== 'commune-actuelle') continue;
    const region = regions.get(commune.region);
    const departement = departements.get(commune.departement);
    yield {
      code: commune.code,
      nom: commune.nom,
      type: commune.type,
      zone: commune.zone,
      region_code: commune.region,
      region,
      departement_code: commune.departement,
      departement,
      arrondissement: arrondissements.get(commune.arrondissement ?? ''),
      territoire: `${region}/${departement}`,
      codes_postaux: commune.codesPostaux?.join(','),
      population: commune.population,
      siren: commune.siren,
      anciens_codes: commune.anciensCodes?.join(','),
    };
  }
}

/** The names of the divisions of a kind, by code. */
function namesOf(kind: 'regions' | 'departements' | 'arrondissements'): Map<string, string> {
  const divisions = readPackageJson<Division[]>(sourcePackage, `data/${kind}.json`);
  return new Map(divisions.map(({ code, nom }) => [code, nom]));
}

export const frenchCommunes: DatasetDefinition = {
  datasetid: 'french-communes',
  metas: {
    title: 'Communes de France (découpage administratif 2026)',
    description:
      '<p>Les communes françaises au 1<sup>er</sup> janvier 2026, outre-mer compris, avec leur région, leur ' +
      'département, leur population légale, leur numéro SIREN et leurs codes postaux.</p>' +
      '<p>Source : <a href="https://github.com/datagouv/decoupage-administratif">découpage administratif</a> ' +
      '(Etalab), d’après l’INSEE, la DGCL et La Poste. Les communes associées et déléguées et les ' +
      'arrondissements municipaux n’y figurent pas.</p>',
    publisher: 'Etalab',
    license: 'Licence Ouverte v2.0 (Etalab)',
    license_url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence',
    language: 'fr',
    theme: ['Administration', 'Geography'],
    keyword: ['communes', 'code officiel géographique', 'codes postaux', 'population', 'France'],
    references: 'https://github.com/datagouv/decoupage-administratif',
    attributions: ['INSEE', 'DGCL', 'La Poste', 'Etalab'],
    modified: '2026-04-09T04:39:18+00:00',
    timezone: 'Europe/Paris',
    territory: ['France'],
    source_package: versionsOf(sourcePackage),
  },
  dcat: {
    created: '2026-01-01',
    issued: '2026-04-09',
    accrualperiodicity: 'Annuelle',
    creator: 'INSEE, DGCL, La Poste',
    contributor: 'Etalab (paquet npm @etalab/decoupage-administratif)',
    spatial: 'France',
    granularity: 'Commune',
  },
  fields,
  visibility: 'domain',
  records,
};

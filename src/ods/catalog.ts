import { type Field, FieldSet } from './field.ts';

/**
 * The fields by which every portal's catalog can be searched, faceted and sorted. Facets are the documentation's list; a portal's
 * own metadata templates add more, which are named with a dot (`template.field`) and taken to be text.
 */
class CatalogFields extends FieldSet {
  override get(name: string): Field | undefined {
    return super.get(name) ?? templateField(name);
  }

  override require(name: string, argument: string): Field {
    return templateField(name) ?? super.require(name, argument);
  }
}

function templateField(name: string): Field | undefined {
  return /^[A-Za-z]\w*\.\w+$/.test(name) ? field(name, 'TEXT', true) : undefined;
}

function field(name: string, type: Field['type'], facet = false): Field {
  return {
    name,
    label: name,
    description: null,
    type,
    rawType: type.toLowerCase(),
    annotations: facet ? [{ name: 'facet', args: [] }] : [],
  };
}

const FIELDS = [
  field('datasetid', 'TEXT', true),
  field('title', 'TEXT'),
  field('description', 'TEXT'),
  field('publisher', 'TEXT', true),
  field('theme', 'TEXT', true),
  field('keyword', 'TEXT', true),
  field('license', 'TEXT', true),
  field('language', 'TEXT', true),
  field('references', 'TEXT'),
  field('attributions', 'TEXT'),
  field('features', 'TEXT', true),
  field('territory', 'TEXT', true),
  field('geographic_reference', 'TEXT', true),
  field('accrualperiodicity', 'TEXT', true),
  field('granularity', 'TEXT', true),
  field('dataquality', 'TEXT', true),
  field('creator', 'TEXT', true),
  field('contributor', 'TEXT', true),
  field('modified', 'DATETIME', true),
  field('issued', 'DATETIME', true),
  field('created', 'DATETIME', true),
  field('data_processed', 'DATETIME'),
  field('metadata_processed', 'DATETIME'),
  field('records_count', 'INT'),
];

/** What the graph calls them: `Dataset` has fields of these names. */
const NAMES_IN_GRAPH = {
  datasetId: 'datasetid',
  themes: 'theme',
  keywords: 'keyword',
  languages: 'language',
  recordsCount: 'records_count',
  modifiedAt: 'modified',
  issuedAt: 'issued',
  createdAt: 'created',
  dataProcessedAt: 'data_processed',
  metadataProcessedAt: 'metadata_processed',
  frequency: 'accrualperiodicity',
};

export const CATALOG: FieldSet = new CatalogFields('the catalog', FIELDS, NAMES_IN_GRAPH);

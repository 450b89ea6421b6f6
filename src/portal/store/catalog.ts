/** The catalog as a dataset whose records are the datasets, so that the same code searches both. */
import type { DatasetDefinition, FieldDefinition, FieldType, RecordValues } from '../dataset-definition.ts';
import { completeMetas, featuresOf, polygonAround } from './dataset.ts';
import type { Summary } from './table-builder.ts';

/** Joins the values of a list. No text contains this character. */
const separator = '\u001f';

const field = (name: string, type: FieldType, ...annotations: string[]): FieldDefinition => ({
  name,
  label: name,
  type,
  annotations: annotations.map((annotation) => ({
    name: annotation,
    ...(annotation === 'multivalued' ? { args: [separator] } : {}),
  })),
});

/** The standard metadata. Custom ones are added if a dataset has them. */
const standardFields: readonly FieldDefinition[] = [
  field('datasetid', 'text', 'id', 'facet'),
  field('title', 'text', 'facet'),
  field('description', 'text'),
  field('theme', 'text', 'multivalued', 'facet'),
  field('keyword', 'text', 'multivalued', 'facet'),
  field('publisher', 'text', 'facet'),
  field('license', 'text', 'facet'),
  field('language', 'text', 'facet'),
  field('references', 'text', 'facet'),
  field('features', 'text', 'multivalued', 'facet'),
  field('territory', 'text', 'multivalued', 'facet'),
  field('geographic_reference', 'text', 'multivalued', 'facet'),
  field('visibility', 'text', 'facet'),
  field('records_count', 'int', 'facet'),
  field('modified', 'datetime', 'facet'),
  field('data_processed', 'datetime', 'facet'),
  field('metadata_processed', 'datetime', 'facet'),
  field('created', 'date', 'facet'),
  field('issued', 'date', 'facet'),
  field('creator', 'text', 'facet'),
  field('contributor', 'text', 'facet'),
  field('accrualperiodicity', 'text', 'facet'),
  field('granularity', 'text', 'facet'),
  field('dataquality', 'text', 'facet'),
  field('bbox', 'geo_shape'),
  field('spatial', 'text', 'facet'),
  field('temporal', 'text', 'facet'),
];

/** The catalog of these datasets, in their order. */
export function catalogOf(
  definitions: readonly DatasetDefinition[],
  summaries: readonly Summary[],
): DatasetDefinition {
  const latest = definitions
    .map((definition) => definition.metas.modified)
    .sort()
    .at(-1);
  return {
    datasetid: 'catalog',
    metas: {
      title: 'Catalog',
      description: '',
      publisher: '',
      license: '',
      language: 'en',
      theme: [],
      keyword: [],
      references: '',
      attributions: [],
      modified: latest ?? new Date(0).toISOString(),
    },
    fields: catalogFields(definitions),
    visibility: 'domain',
    *records() {
      const fields = catalogFields(definitions);
      for (const [index, definition] of definitions.entries()) {
        const summary = summaries[index];
        if (summary !== undefined) yield catalogRecord(definition, summary, fields);
      }
    },
  };
}

/** The fields of the catalog. A custom metadata is a field if it is a text, a number or a list of texts. */
export function catalogFields(definitions: readonly DatasetDefinition[]): FieldDefinition[] {
  const fields = new Map(standardFields.map((standard) => [standard.name, standard]));
  for (const definition of definitions) {
    for (const [name, value] of Object.entries(definition.metas)) {
      const custom = fields.has(name) ? null : customField(name, value);
      if (custom !== null) fields.set(name, custom);
    }
  }
  return [...fields.values()];
}

function customField(name: string, value: unknown): FieldDefinition | null {
  if (typeof value === 'string') return field(name, 'text', 'facet');
  if (typeof value === 'number') return field(name, 'double');
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return field(name, 'text', 'multivalued', 'facet');
  }
  return null;
}

function catalogRecord(
  definition: DatasetDefinition,
  summary: Summary,
  fields: readonly FieldDefinition[],
): RecordValues {
  const known: Record<string, unknown> = {
    ...definition.dcat,
    ...completeMetas(definition, summary),
    datasetid: definition.datasetid,
    features: featuresOf(definition, summary),
  };
  const record: RecordValues = summary.bounds === null ? {} : { bbox: polygonAround(summary.bounds) };
  for (const { name, type } of fields) {
    const value = known[name];
    if (Array.isArray(value) && value.length > 0) record[name] = value.join(separator);
    else if (type === 'date' && typeof value === 'string') record[name] = value.slice(0, 10);
    else if (typeof value === 'string' || typeof value === 'number') record[name] = value;
  }
  return record;
}

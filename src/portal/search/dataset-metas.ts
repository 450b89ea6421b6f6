/** The metadata of a dataset beside `metas`: by template, for other catalogs, and for the official widgets. */
import type { DatasetDefinition, FieldDefinition } from '../dataset-definition.ts';
import type { Usage } from '../store/usage.ts';

/** The metadata of the platform's own template. All others are custom ones. */
const ofDefault: ReadonlySet<string> = new Set([
  'title',
  'description',
  'theme',
  'keyword',
  'license',
  'license_url',
  'language',
  'metadata_languages',
  'timezone',
  'modified',
  'data_processed',
  'metadata_processed',
  'geographic_reference',
  'territory',
  'geometry_types',
  'bbox',
  'publisher',
  'references',
  'records_count',
  'attributions',
]);

/** What the portal knows of itself. */
const ofPortal: ReadonlySet<string> = new Set(['domain', 'visibility']);

/** The same metadata by template. */
export function basicMetas(metas: Record<string, unknown>): object {
  const entries = Object.entries(metas).filter(([name]) => !ofPortal.has(name));
  const custom = entries.filter(([name]) => !ofDefault.has(name));
  return {
    default: Object.fromEntries(entries.filter(([name]) => ofDefault.has(name))),
    ...(custom.length > 0 ? { custom: Object.fromEntries(custom) } : {}),
  };
}

/** The dates of the templates for other catalogs are instants. */
export function interopMetas({ dcat }: DatasetDefinition): object {
  if (dcat === undefined) return {};
  return {
    dcat: Object.fromEntries(Object.entries(dcat).map(([name, value]) => [name, instantOf(value) ?? value])),
  };
}

function instantOf(text: string): string | null {
  if (!/^\d{4}(-\d\d){0,2}$/.test(text)) return null;
  return `${text}${'-01-01'.slice(0, 10 - text.length)}T00:00:00+00:00`;
}

/** What the official widgets read of how a dataset is shown. */
export function extraMetas(definition: DatasetDefinition, usage: Usage): object {
  const { datasetid } = definition;
  return {
    explore: {
      download_count: usage.of('downloads', datasetid),
      popularity_score: usage.of('calls', datasetid),
      feedback_enabled: false,
    },
    visualization: {
      analyze_disabled: false,
      map_disabled: false,
      map_tooltip_disabled: false,
      map_tooltip_html_enabled: false,
      map_marker_hidemarkershape: false,
      images_disabled: false,
      image_tooltip_html_enabled: false,
      calendar_enabled: false,
      calendar_tooltip_html_enabled: false,
      custom_view_enabled: false,
    },
    ...assetMetas(definition),
  };
}

/** The facets that a page shows beside the records. */
export const assetMetas = ({ fields }: DatasetDefinition): object => ({
  asset_content_configuration: { facets: fields.flatMap((field) => facetOf(field) ?? []) },
});

function facetOf({ name, annotations = [] }: FieldDefinition): object | null {
  const argument = (of: string) => annotations.find((annotation) => annotation.name === of)?.args?.[0];
  const has = (of: string) => annotations.some((annotation) => annotation.name === of);
  if (!has('facet')) return null;
  return {
    field_name: name,
    facetsort: argument('facetsort') ?? '-count',
    disjunctive: has('disjunctive'),
    ...(has('hierarchical') ? { hierarchical_separator: argument('hierarchical') ?? '/' } : {}),
  };
}

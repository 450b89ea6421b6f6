/** Makes field definitions and annotations. */
import type { Annotation, FieldDefinition, FieldType } from '../dataset-definition.ts';

export const field = (
  name: string,
  type: FieldType,
  label: string,
  description: string,
  ...annotations: Annotation[]
): FieldDefinition => ({
  name,
  label,
  type,
  description,
  ...(annotations.length > 0 ? { annotations } : {}),
});

/** The id of a record is made from the fields that have this annotation. */
export const id: Annotation = { name: 'id' };
export const facet: Annotation = { name: 'facet' };
/** Several values of the facet may be refined at once. */
export const disjunctive: Annotation = { name: 'disjunctive' };
export const sortable: Annotation = { name: 'sortable' };
export const hasThumbnails: Annotation = { name: 'has_thumbnails' };
export const timerangeFilter: Annotation = { name: 'timerangeFilter' };

export const facetSort = (order: 'count' | '-count' | 'alphanum' | '-alphanum'): Annotation => ({
  name: 'facetsort',
  args: [order],
});

export const multivalued = (separator: string): Annotation => ({ name: 'multivalued', args: [separator] });
export const hierarchical = (separator: string): Annotation => ({ name: 'hierarchical', args: [separator] });
export const unit = (symbol: string): Annotation => ({ name: 'unit', args: [symbol] });
export const decimals = (digits: number): Annotation => ({ name: 'decimals', args: [digits] });

export const precision = (of: 'year' | 'month' | 'day' | 'hour' | 'minute'): Annotation => ({
  name: 'timeserie_precision',
  args: [of],
});

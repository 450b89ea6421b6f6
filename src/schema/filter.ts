import { builder } from './builder.ts';
import { Condition } from './condition.ts';
import { BoundingBoxInput, GeoPointInput, NearInput } from './geo.ts';

const SEARCH =
  'Full text: words match as prefixes, "quoted phrases" exactly, all must be found. Operators mean nothing here.';
const WHERE = 'A typed condition on fields.';
const Q = "The portal's own query language, as it is (`q`). Combined with the rest by AND.";
const REFINE = 'Keep only results with these facet values (`refine`).';
const EXCLUDE = 'Leave out results with these facet values (`exclude`).';

const FacetSelection = builder.inputType('FacetSelection', {
  description:
    'Values of one facet. A name that is no facet is an error: a portal would ignore it in silence and answer with everything.',
  fields: (t) => ({
    facet: t.string({ required: true, description: 'Name of a field that is a facet.' }),
    values: t.stringList({
      required: true,
      description:
        'Values as in `Facet.path`: `FR`, `2020/12`, `Europe/Paris`. None selects nothing and filters nothing.',
    }),
    disjunctive: t.boolean({
      defaultValue: false,
      description: 'True: a result may have any of the values; false: it must have them all (`disjunctive`).',
    }),
  }),
});

export const DatasetFilter = builder.inputType('DatasetFilter', {
  description: 'What datasets to keep; everything in it is combined by AND.',
  fields: (t) => ({
    search: t.string({ description: SEARCH }),
    where: t.field({
      type: Condition,
      description: `${WHERE} Fields are those of the catalog, such as \`publisher\`.`,
    }),
    q: t.string({ description: Q }),
    refine: t.field({ type: [FacetSelection], description: REFINE }),
    exclude: t.field({ type: [FacetSelection], description: EXCLUDE }),
  }),
});

export const RecordFilter = builder.inputType('RecordFilter', {
  description: 'What records to keep; everything in it is combined by AND, and means the same in every API.',
  fields: (t) => ({
    search: t.string({ description: SEARCH }),
    where: t.field({ type: Condition, description: WHERE }),
    q: t.string({ description: Q }),
    refine: t.field({ type: [FacetSelection], description: REFINE }),
    exclude: t.field({ type: [FacetSelection], description: EXCLUDE }),
    near: t.field({ type: NearInput, description: 'Within a distance of a point (`geofilter.distance`).' }),
    within: t.field({
      type: [GeoPointInput],
      description:
        'Inside a polygon of at least 3 points; the first need not be repeated (`geofilter.polygon`).',
    }),
    withinBox: t.field({ type: BoundingBoxInput, description: 'Inside a box (`geofilter.bbox`).' }),
  }),
});

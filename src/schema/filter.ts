import { builder } from './builder.ts';
import { Condition } from './condition.ts';
import { BoundingBoxInput, GeoPointInput, NearInput } from './geo.ts';
import { SEARCH_WORDS } from './test-words.ts';

const SEARCH = `Full text. ${SEARCH_WORDS}`;
const WHERE = 'A typed condition on fields.';
const Q =
  "A text in the portal's own query language, which is sent as it is (`q`). It is combined with the rest by AND.";
const REFINE = 'Keep only results with these facet values (`refine`).';
const EXCLUDE = 'Leave out results with these facet values (`exclude`).';

const FacetSelection = builder.inputType('FacetSelection', {
  description:
    'Values of one field, as its facet counts them. A name that is no such field is an error, since a portal would ignore it silently and answer with everything.',
  fields: (t) => ({
    facet: t.string({
      required: true,
      description:
        'Name of a text, numeric or date field. Mostly it is one that is annotated as a facet (`isFacet`).',
    }),
    values: t.stringList({
      required: true,
      description:
        'Values as `Facet.path` gives them: `FR`, `2020/12`, `Europe/Paris`. An empty list filters nothing.',
    }),
    disjunctive: t.boolean({
      defaultValue: false,
      description:
        'If true, a result may have any of the values; if false, it must have all of them (`disjunctive`): two values of a text of which each record has one are an error.',
    }),
  }),
});

export const DatasetFilter = builder.inputType('DatasetFilter', {
  description: 'Which datasets to keep. All its parts are combined by AND.',
  fields: (t) => ({
    search: t.string({ description: SEARCH }),
    where: t.field({
      type: Condition,
      description: `${WHERE} The fields are those of the catalog, such as \`publisher\`, by the names of this graph (\`recordsCount\`, \`modifiedAt\`, \`themes\`) or of the portal (\`records_count\`, …).`,
    }),
    q: t.string({ description: Q }),
    refine: t.field({ type: [FacetSelection], description: REFINE }),
    exclude: t.field({ type: [FacetSelection], description: EXCLUDE }),
  }),
});

export const RecordFilter = builder.inputType('RecordFilter', {
  description: 'Which records to keep. All its parts are combined by AND, and mean the same in every API.',
  fields: (t) => ({
    search: t.string({ description: SEARCH }),
    where: t.field({ type: Condition, description: WHERE }),
    q: t.string({ description: Q }),
    refine: t.field({ type: [FacetSelection], description: REFINE }),
    exclude: t.field({ type: [FacetSelection], description: EXCLUDE }),
    near: t.field({
      type: NearInput,
      description:
        'Keep only records within a distance of a point (`geofilter.distance`). The nearest come first unless `orderBy` says otherwise, and each edge has its `distance`.',
    }),
    within: t.field({
      type: [GeoPointInput],
      description:
        'Keep only records inside a polygon of at least 3 points (`geofilter.polygon`). The first point need not be repeated at the end. An edge takes the short way around the globe, so the polygon may cross the 180th meridian.',
    }),
    withinBox: t.field({
      type: BoundingBoxInput,
      description: 'Keep only records inside a box (`geofilter.bbox`).',
    }),
  }),
});

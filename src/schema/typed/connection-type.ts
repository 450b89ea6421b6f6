/** Connections of typed datasets: pages, and what inherits their filter: facets, aggregates, groups, files. */
import {
  type GraphQLFieldConfig,
  type GraphQLFieldConfigMap,
  GraphQLFloat,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLString,
} from 'graphql';
import type { DownloadFormat } from '../../ods/download.ts';
import { badInput } from '../../ods/errors.ts';
import { MAX_FACETS } from '../../ods/facets.ts';
import { isFacet } from '../../ods/field.ts';
import type { Series } from '../../ods/query/series.ts';
import type { DatasetRecord } from '../../ods/records.ts';
import { annotate, annotateType } from '../annotations.ts';
import type { Edge } from '../connection.ts';
import type { Context } from '../context.ts';
import { type Charge, pageRows, searchFacets } from '../cost.ts';
import {
  aggregateFields,
  aggregateValue,
  COUNT,
  readsOf,
  selectedDates,
  selectsNumber,
  seriesOf,
} from './aggregate-type.ts';
import { fieldDescription } from './field-type.ts';
import { groupsField } from './group-type.ts';
import { groupRelations } from './relation-fields.ts';
import type { DatasetTypes, TypeKit } from './type-kit.ts';
import type { TypedDataset } from './typed-dataset.ts';
import { typedProjection } from './typed-projection.ts';
import type { TypedSearch } from './typed-search.ts';

const list = (type: GraphQLObjectType) => new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(type)));

/** `CityConnection`. */
export function connectionType(typed: TypedDataset, kit: TypeKit): GraphQLObjectType<TypedSearch, Context> {
  const { base } = kit;
  const types = () => kit.of(typed);
  const EdgeType = edgeType(typed, kit);
  return new GraphQLObjectType<TypedSearch, Context>({
    name: `${typed.name}Connection`,
    description: `A page of records of \`${typed.datasetId}\`, with what there is to tell of all that match. The page, \`totalCount\` and \`facets\` are one upstream call together.`,
    extensions: annotateType({ freshness: 'records' }),
    fields: (): GraphQLFieldConfigMap<TypedSearch, Context> => ({
      edges: {
        type: list(EdgeType),
        description: 'The records of the page, each with its cursor.',
        extensions: annotate({ cost: pageRows }),
        resolve: async ({ records }, _, __, info) => records.edges(typedProjection(info, typed)),
      },
      nodes: {
        type: list(types().object),
        description: 'The records of the page.',
        extensions: annotate({ cost: pageRows }),
        resolve: ({ records }, _, __, info) => records.nodes(typedProjection(info, typed)),
      },
      pageInfo: {
        type: new GraphQLNonNull(base.object('PageInfo')),
        description: 'The position of the page in the connection.',
        resolve: ({ records }) => records.pageInfo(),
      },
      totalCount: {
        type: GraphQLInt,
        description: 'How many records match, over all pages.',
        resolve: (search) => search.totalCount(),
      },
      ...facetsField(typed, kit),
      aggregate: aggregateField(typed, kit),
      ...groups(types(), kit),
      export: exportField(types(), kit),
    }),
  });
}

function edgeType(typed: TypedDataset, kit: TypeKit): GraphQLObjectType<Edge<DatasetRecord>, Context> {
  return new GraphQLObjectType<Edge<DatasetRecord>, Context>({
    name: `${typed.name}Edge`,
    description: `A record of \`${typed.datasetId}\` and its position in a connection.`,
    fields: () => ({
      cursor: {
        type: new GraphQLNonNull(GraphQLString),
        description: 'Its cursor, for `after` and `before`.',
      },
      node: { type: new GraphQLNonNull(kit.of(typed).object), description: 'The record.' },
      ...(typed.place && {
        distance: {
          type: GraphQLFloat,
          description:
            'The distance in metres from the centre of a `near` filter; null without such a filter.',
          resolve: ({ node }) => node.distance,
        },
      }),
    }),
  });
}

function groups({ typed, enums }: DatasetTypes, kit: TypeKit) {
  const field = groupsField(typed, enums, kit.groupInputs, kit.base, () => groupRelations(typed, kit));
  return field && { groups: field };
}

/** `facets { countryCode(first: 5) { value count } }`: what is a facet for the portal. */
function facetsField(
  typed: TypedDataset,
  { base }: TypeKit,
): GraphQLFieldConfigMap<TypedSearch, Context> | null {
  const facets = typed.such(({ field }) => isFacet(field));
  if (facets.length === 0) return null;
  const type = new GraphQLObjectType<TypedSearch, Context>({
    name: `${typed.name}Facets`,
    description: `The most frequent values of the facets of \`${typed.datasetId}\`, over all records that match.`,
    fields: Object.fromEntries(
      facets.map((field) => [
        field.name,
        {
          type: new GraphQLList(new GraphQLNonNull(base.object('FieldValue'))),
          description: fieldDescription(field),
          extensions: annotate({
            listSize: 10,
            cost: ({ place }) =>
              searchFacets({ place, args: { names: [field.portalName] }, selects: () => false }),
          }),
          args: {
            first: {
              type: new GraphQLNonNull(GraphQLInt),
              defaultValue: 10,
              description: `How many values to give at most, the most frequent first; at most ${MAX_FACETS}, since portals give no more: \`groups\` has all.`,
            },
          },
          resolve: async ({ records }: TypedSearch, { first }: Record<string, number>) => {
            const count = first ?? 10;
            if (count < 0 || count > MAX_FACETS)
              throw badInput(
                'first',
                `must be from 0 to ${MAX_FACETS}, and is ${count}: \`groups\` has all values.`,
              );
            const [group] = await records.facets([field.portalName], { by: 'COUNT', direction: 'DESC' });
            return (group?.facets ?? [])
              .slice(0, count)
              .map(({ path, count: found }) => ({ value: path, count: found }));
          },
        },
      ]),
    ),
  });
  return {
    facets: {
      type: new GraphQLNonNull(type),
      description: 'The most frequent values of facets, over all records that match, and not just the page.',
      resolve: (search) => search,
    },
  };
}

function aggregateField(typed: TypedDataset, { base }: TypeKit): GraphQLFieldConfig<TypedSearch, Context> {
  const compute = async (search: TypedSearch, series: Series, { loaders }: Context) => {
    const { filter, timezone } = search;
    const reads = readsOf(typed, [series]);
    const { points } = await loaders.analysis(typed.dataset, {
      x: [],
      series: [series],
      reads,
      filter,
      timezone,
    });
    return points[0];
  };
  type Source = TypedSearch;
  const type = new GraphQLObjectType<Source, Context>({
    name: `${typed.name}Aggregate`,
    description: `Numbers over all records that match (analysis API). All of them are one upstream call; \`count\` alone comes with the page.`,
    extensions: annotateType({ freshness: 'analysis' }),
    fields: {
      count: {
        type: base.scalar('SafeInt'),
        description: 'How many records match.',
        resolve: (search, _, context) =>
          search.countsWithAggregates
            ? compute(search, COUNT, context).then((point) => point?.values[0] ?? 0)
            : search.totalCount(),
      },
      ...aggregateFields<Source>(typed, base, '', async (search, name, field, context) => {
        const point = await compute(search, seriesOf(name, field), context);
        return point ? aggregateValue(point, name, field) : null;
      }),
    },
  });
  return {
    type: new GraphQLNonNull(type),
    description: 'Numbers over all records that match.',
    extensions: annotate({
      cost: ({ place, selects }) => {
        const key = place.search?.key ?? place.scope;
        const charges: Charge[] = [];
        if (selectsNumber(typed, selects))
          charges.push({ key: `${key} aggregate`, dimension: 'any', variant: '' });
        else if (selects('count')) charges.push({ key, dimension: 'any', variant: '' });
        // Portals compute no first or last date: each is found by a call of its own.
        for (const { name, field } of selectedDates(typed, selects))
          charges.push({ key: `${key} ${name} ${field.name}`, dimension: 'any', variant: '' });
        return { charges };
      },
    }),
    resolve: (search) => search,
  };
}

function exportField(
  { typed, enums }: DatasetTypes,
  { base }: TypeKit,
): GraphQLFieldConfig<TypedSearch, Context> {
  return {
    type: base.object('Export'),
    description:
      'A link that streams every record that matches, beyond the 10,000 records of a search (download API).',
    args: {
      format: {
        type: new GraphQLNonNull(base.enumeration('ExportFormat')),
        defaultValue: 'csv',
        description: 'The form of the file.',
      },
      ...(enums.any && {
        fields: {
          type: new GraphQLList(new GraphQLNonNull(enums.any)),
          description: 'The fields to write, under their names at the portal; all if it is left out.',
        },
      }),
      csvSeparator: {
        type: GraphQLString,
        description: 'One character between the values of a CSV line; a comma if it is left out.',
      },
    },
    resolve: ({ filter, timezone }, args, { loaders }) => {
      const { format, fields, csvSeparator } = args as {
        format: DownloadFormat;
        fields?: string[];
        csvSeparator?: string;
      };
      const question = { format, fields, csvSeparator, filter, timezone };
      return {
        datasetId: typed.datasetId,
        format,
        parameters: loaders.exportParameters(typed.dataset, question),
      };
    },
  };
}

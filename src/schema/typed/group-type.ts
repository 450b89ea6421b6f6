/** Groups of the records of a typed dataset: `groups(by: [{ field: COUNTRY_CODE }]) { key { countryCode } count }`. */
import {
  type GraphQLFieldConfig,
  GraphQLFloat,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLString,
} from 'graphql';
import type { AnalysisPoint } from '../../loading/analysis-point.ts';
import { labelOf } from '../../loading/axis-value.ts';
import { annotate, CALL_WEIGHT } from '../annotations.ts';
import type { Context } from '../context.ts';
import { keyOf } from '../cost.ts';
import { aggregateFields, aggregateValue, COUNT, selectedDates } from './aggregate-type.ts';
import type { Base } from './base.ts';
import type { FieldEnums } from './enums.ts';
import { fieldDescription } from './field-type.ts';
import { type GroupInputs, groupByType, groupOrderType, havingType } from './group-inputs.ts';
import { type GroupsArguments, resolveGroups, type TypedGroup } from './groups.ts';
import { PartialDate } from './scalars.ts';
import { isDated, isGroupable, type TypedDataset, type TypedField } from './typed-dataset.ts';
import type { TypedSearch } from './typed-search.ts';

/** The field `groups` of a connection; null if there is nothing to group by. `relations` are fields of each group. */
export function groupsField(
  typed: TypedDataset,
  enums: FieldEnums,
  inputs: GroupInputs,
  base: Base,
  relations: () => Record<string, GraphQLFieldConfig<TypedGroup, Context>>,
): GraphQLFieldConfig<TypedSearch, Context> | null {
  if (!enums.groupable) return null;
  const GroupByType = groupByType(typed, enums.groupable, base);
  return {
    type: new GraphQLList(new GraphQLNonNull(groupType(typed, base, relations))),
    description:
      'The records that match in groups: one for each combination of values that there is (analysis API). All groups of one connection with the same `by` are one upstream call, whatever is computed.',
    extensions: annotate({
      weight: CALL_WEIGHT,
      listSize: 100,
      freshness: 'analysis',
      cost: ({ place, args, selects }) => {
        const { by, orderBy, having, first } = args;
        const isCut = typeof first === 'number' && !having;
        const scope = `${place.search?.key ?? place.scope} groups ${keyOf(by)}`;
        const fields = new Set(selectedDates(typed, selects).map(({ field }) => field.name));
        return {
          charges: [
            ...[...fields].map((name) => ({
              key: `${scope} dates of ${name}`,
              dimension: 'any',
              variant: '',
            })),
            { key: scope, dimension: 'cut', variant: isCut ? keyOf([orderBy, first]) : 'whole' },
          ],
          items: typeof first === 'number' ? Math.max(0, first) : 100,
          below: { count: place.count * (typeof first === 'number' ? Math.max(1, first) : 100), scope },
        };
      },
    }),
    args: {
      by: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GroupByType))),
        description: 'What to group by: one field or more.',
      },
      orderBy: {
        type: groupOrderType(typed, enums, base),
        description: 'The order of the groups; ascending by their keys if it is left out.',
      },
      having: {
        type: havingType(typed, inputs),
        description: 'Which groups to show. They are chosen here, from all groups.',
      },
      first: {
        type: GraphQLInt,
        description: 'How many groups to give at most: the first ones; all if it is left out.',
      },
    },
    resolve: (search, args, { loaders }, info) =>
      resolveGroups(search, args as GroupsArguments, loaders, info),
  };
}

function groupType(
  typed: TypedDataset,
  base: Base,
  relations: () => Record<string, GraphQLFieldConfig<TypedGroup, Context>>,
): GraphQLObjectType<TypedGroup, Context> {
  const KeyType = new GraphQLObjectType<TypedGroup>({
    name: `${typed.name}GroupKey`,
    description: 'What the records of a group have in common: null for a field that they are not grouped by.',
    fields: Object.fromEntries(
      typed.such(isGroupable).map((field) => [
        field.name,
        {
          type: keyType(field, base),
          description: fieldDescription(field),
          resolve: ({ by, point }: TypedGroup) => keyValue(field, point.x[by.indexOf(field.portalName)]),
        },
      ]),
    ),
  });
  return new GraphQLObjectType<TypedGroup, Context>({
    name: `${typed.name}Group`,
    description: `Records of \`${typed.datasetId}\` that have values in common.`,
    extensions: { freshness: 'analysis' },
    fields: () => ({
      key: {
        type: new GraphQLNonNull(KeyType),
        description: 'The values that they have in common.',
        resolve: (group) => group,
      },
      count: {
        type: new GraphQLNonNull(base.scalar('SafeInt')),
        description: 'How many records there are.',
        resolve: ({ point }) => seriesValue(point, COUNT.name) ?? 0,
      },
      ...aggregateFields<TypedGroup>(typed, base, 'Group', ({ point }, name, field) =>
        aggregateValue(point, name, field),
      ),
      ...relations(),
    }),
  });
}

/** Dates are as precise as they are grouped; texts of several values are one of them. */
function keyType(field: TypedField, base: Base): GraphQLOutputType {
  if (isDated(field)) return PartialDate;
  if (field.kind === 'int') return base.scalar('SafeInt');
  return field.kind === 'float' ? GraphQLFloat : GraphQLString;
}

function keyValue(field: TypedField, value: AnalysisPoint['x'][number] | undefined): unknown {
  if (value === undefined || value === null || value === '') return null;
  return isDated(field) ? labelOf(value).replace(' ', 'T') : value;
}

const seriesValue = ({ names, values }: AnalysisPoint, name: string): number | null =>
  values[names.indexOf(name)] ?? null;

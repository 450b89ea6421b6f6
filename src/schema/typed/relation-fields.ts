/** Relations of typed datasets: the one record that a record or a group belongs to, and the many that belong to a record. */
import type { GraphQLFieldConfig, GraphQLResolveInfo } from 'graphql';
import { isKeyValue } from '../../loading/relations.ts';
import type { DatasetRecord } from '../../ods/records.ts';
import { annotate, CALL_WEIGHT } from '../annotations.ts';
import type { Context } from '../context.ts';
import { type Cost, type FieldUse, oneDataset } from '../cost.ts';
import { fieldConfig, outputType } from './field-type.ts';
import type { TypedGroup } from './groups.ts';
import { searchArguments, searchCost } from './search-field.ts';
import type { TypeKit } from './type-kit.ts';
import { isGroupable, type TypedDataset, type TypedRelation } from './typed-dataset.ts';
import { typedProjection } from './typed-projection.ts';
import { isCountedTogether, PAGE_FIELDS, TypedSearch, type TypedSearchArguments } from './typed-search.ts';

type Fields<Source> = Record<string, GraphQLFieldConfig<Source, Context>>;

/** What a record leads to, and what leads to it. */
export function recordRelations(typed: TypedDataset, kit: TypeKit): Fields<DatasetRecord> {
  const fields: Fields<DatasetRecord> = {};
  for (const relation of typed.relations) {
    fields[relation.name] = toOne(relation, kit, ({ fields: values }) =>
      relation.by.map(({ own }) => values[own.portalName]),
    );
  }
  for (const { from, relation } of typed.backRelations) {
    if (relation.back !== null) fields[relation.back] = toMany(from, relation, kit);
  }
  return fields;
}

/** What a group leads to, if it is grouped by what leads there. */
export function groupRelations(typed: TypedDataset, kit: TypeKit): Fields<TypedGroup> {
  const fields: Fields<TypedGroup> = {};
  for (const relation of typed.relations) {
    if (!relation.by.every(({ own }) => isGroupable(own))) continue;
    fields[relation.name] = toOne(relation, kit, ({ by, point }) =>
      relation.by.map(({ own }) => point.x[by.indexOf(own.portalName)]),
    );
  }
  return fields;
}

/** A relation to the one record that has the same values. */
function toOne<Source>(
  relation: TypedRelation,
  kit: TypeKit,
  valuesOf: (source: Source) => readonly unknown[],
): GraphQLFieldConfig<Source, Context> {
  const { to, by, field } = relation;
  const fields = by.map(({ other }) => other.portalName);
  const load = (source: Source, { loaders }: Context, info: GraphQLResolveInfo) => {
    const values = valuesOf(source);
    if (!values.every(isKeyValue)) return null;
    const projection = field ? new Set([field.portalName]) : typedProjection(info, to);
    return loaders.relations.one({ dataset: to.dataset, fields, values, projection });
  };
  const shown = by.map(({ own, other }) => `\`${own.name}\` is its \`${other.name}\``).join(', ');
  const description = `The record of \`${to.datasetId}\` to which it belongs: ${shown}. It is null if there is none. Those of a whole page are one upstream call for each hundred of them.`;
  const extensions = annotate({
    weight: CALL_WEIGHT,
    freshness: 'records',
    cost: (use) => oneCost(relation, use),
  });
  if (!field) {
    return {
      type: kit.of(to).object,
      description,
      extensions,
      resolve: (source, _, context, info) => load(source, context, info),
    };
  }
  const { resolve } = fieldConfig(field, kit.base);
  return {
    type: outputType(field, kit.base),
    description: `\`${field.name}\` of ${description.charAt(0).toLowerCase()}${description.slice(1)}`,
    extensions,
    resolve: async (source, args, context, info) => {
      const record = await load(source, context, info);
      return record && resolve?.(record, args, context, info);
    },
  };
}

function oneCost({ name, to }: TypedRelation, { place }: FieldUse): Cost {
  const scope = `${place.scope} ${name}`;
  const dataset = oneDataset(to.datasetId);
  return { charges: [{ batch: scope }], below: { count: place.count, scope, dataset } };
}

/** The records that belong to one, as a connection. */
function toMany(
  from: TypedDataset,
  relation: TypedRelation,
  kit: TypeKit,
): GraphQLFieldConfig<DatasetRecord, Context> {
  const { connection } = kit.of(from);
  const shown = relation.by
    .map(({ own, other }) => `\`${own.name}\` is the \`${other.name}\` here`)
    .join(', ');
  return {
    type: connection,
    description: `The records of \`${from.datasetId}\` that belong to it: ${shown}. Each page is one upstream call; if only \`totalCount\` is asked for, those of up to a hundred records are one call together. It is null if the record lacks what they share.`,
    args: searchArguments(kit.of(from), kit.base),
    extensions: annotate({
      weight: CALL_WEIGHT,
      listSize: 'page',
      freshness: 'records',
      cost: (use) => manyCost(from, relation, use),
    }),
    resolve: (record, args, { loaders }, info) => {
      const values = relation.by.map(({ other }) => record.fields[other.portalName]);
      // What has no value to share has no records, and a filter without it would find all of them.
      if (!values.every(isKeyValue)) return null;
      return new TypedSearch(from, args as TypedSearchArguments, loaders, info, { relation, values });
    },
  };
}

function manyCost(from: TypedDataset, relation: TypedRelation, use: FieldUse): Cost {
  const scope = `${use.place.scope} ${relation.back}`;
  const whole = searchCost(scope, from.datasetId, use);
  if (use.selects(...PAGE_FIELDS) || !isCountedTogether(relation)) return whole;
  const charges = use.selects('totalCount') ? [{ batch: `${scope} ${whole.below?.search?.key} counts` }] : [];
  return { ...whole, charges };
}

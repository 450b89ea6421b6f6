import type { GraphQLResolveInfo } from 'graphql';
import type { Loaders } from '../loading/loaders.ts';
import type { Dataset } from '../ods/dataset.ts';
import type { DatasetRecord } from '../ods/records.ts';
import { annotate } from './annotations.ts';
import { builder } from './builder.ts';
import { idsOf, nodeLookups, readable } from './cost.ts';
import { decodeGlobalId } from './global-id.ts';
import { loadRecord } from './record-lookup.ts';
import { separateItems } from './separate-items.ts';
import { typenameOf } from './typename.ts';

/** Relay object identification: the objects that can be asked for again by a global id. */
export const Node = builder.interfaceRef<Dataset | DatasetRecord>('Node').implement({
  description: 'An object that can be asked for again by its global `id` (Relay object identification).',
  fields: (t) => ({
    id: t.id({
      description: 'Global id: it is opaque, and `node` and `nodes` accept it.',
      resolve: () => '',
    }),
  }),
  resolveType: typenameOf,
});

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    extensions: annotate({ tag: 'relay', cost: ({ args }) => globalIdLookups([String(args.id)]) }),
    nullable: true,
    description:
      'A dataset or record by its global `id` (Relay refetching); null if it does not exist any more.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of a Dataset or Record.' }) },
    resolve: (_, { id }, { loaders }, info) => loadNode(loaders, id, 'id', info),
  }),
  nodes: t.field({
    type: [Node],
    extensions: annotate({ tag: 'relay', cost: ({ args }) => globalIdLookups(idsOf(args.ids)) }),
    nullable: { list: true, items: true },
    description:
      'Datasets and records by their global `id`s, in the order asked for; null for each that does not exist any more. Each hundred datasets, and each hundred records of one dataset, are one upstream call.',
    args: { ids: t.arg.idList({ required: true, description: 'The `id`s of Datasets and Records.' }) },
    resolve: (_, { ids }, { loaders }, info) =>
      separateItems(ids, (id, index) => loadNode(loaders, id, `ids[${index}]`, info)),
  }),
}));

const globalIdLookups = (ids: readonly string[]) =>
  nodeLookups(readable(ids, (id) => decodeGlobalId(id, 'id')));

/** A dataset or record by its global id; `argument` names it in errors. */
export function loadNode(
  loaders: Loaders,
  globalId: string,
  argument: string,
  info: GraphQLResolveInfo,
): Dataset | null | Promise<Dataset | DatasetRecord | null> {
  const id = decodeGlobalId(globalId, argument);
  return id.typename === 'Dataset'
    ? loaders.datasetById.load(id.datasetId)
    : loadRecord(loaders, id.datasetId, id.recordId, info);
}

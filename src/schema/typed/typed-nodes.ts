/** Typed records by their global ids, which are those of the records. */
import type { GraphQLFieldConfig, GraphQLResolveInfo } from 'graphql';
import { unite } from '../../loading/projection.ts';
import type { DatasetRecord } from '../../ods/records.ts';
import type { Context } from '../context.ts';
import type { Cost, CostFunction, FieldUse, Place } from '../cost.ts';
import { decodeGlobalId, type GlobalId } from '../global-id.ts';
import { loadNode } from '../node.ts';
import { recordProjection } from '../projection.ts';
import { selectionsOn } from '../selection.ts';
import { separateItems } from '../separate-items.ts';
import { withTypename } from '../typename.ts';
import type { TypedDataset } from './typed-dataset.ts';
import { typedProjection } from './typed-projection.ts';

type NodeField = GraphQLFieldConfig<unknown, Context>;
type ByDataset = ReadonlyMap<string, TypedDataset>;

/**
 * `node`, also for typed records: a record of a typed dataset is an object of that type if the operation asks for the
 * type, and of `Record` otherwise.
 */
export function typedNode(node: NodeField, byDataset: ByDataset): NodeField {
  return {
    ...node,
    extensions: { ...node.extensions, cost: withTypedPlaces(node.extensions?.cost, byDataset) },
    resolve: (source, args, context, info) =>
      loadTyped(String(args.id), byDataset, context, info) ?? node.resolve?.(source, args, context, info),
  };
}

/** `nodes`, in the same way. */
export function typedNodes(nodes: NodeField, byDataset: ByDataset): NodeField {
  return {
    ...nodes,
    extensions: { ...nodes.extensions, cost: withTypedPlaces(nodes.extensions?.cost, byDataset) },
    resolve: (_, { ids }, context, info) =>
      separateItems(ids as readonly string[], (id, index) => {
        const typed = loadTyped(id, byDataset, context, info);
        return typed ?? loadNode(context.loaders, id, `ids[${index}]`, info);
      }),
  };
}

/** Null if it is none of a type that is asked for. */
function loadTyped(
  id: string,
  byDataset: ByDataset,
  { loaders }: Context,
  info: GraphQLResolveInfo,
): Promise<DatasetRecord | null> | null {
  const read = recordIdOf(id);
  const typed = read && byDataset.get(read.datasetId);
  if (!read || !typed || !isAskedFor(typed, info)) return null;
  const projection = unite(typedProjection(info, typed), commonProjection(typed, info));
  const record = loaders.recordById.load(read.datasetId, read.recordId, projection);
  return record.then((found) => found && withTypename(found, typed.name));
}

/** What `RecordLike` asks for: its `record`. */
function commonProjection(typed: TypedDataset, info: GraphQLResolveInfo) {
  const isRecordAsked = selectionsOn(info, 'RecordLike', []).some(({ name }) => name === 'record');
  return isRecordAsked ? 'all' : recordProjection(info, typed.dataset.fields);
}

function isAskedFor({ name }: TypedDataset, info: GraphQLResolveInfo): boolean {
  return [name, 'RecordLike'].some((type) => selectionsOn(info, type, []).length > 0);
}

/** What is wrong with an id is said by the fields of the untyped graph. */
function recordIdOf(id: string): Extract<GlobalId, { typename: 'Record' }> | null {
  try {
    const read = decodeGlobalId(id, 'id');
    return read.typename === 'Record' ? read : null;
  } catch {
    return null;
  }
}

/** Records that are looked up may be of any type. */
function withTypedPlaces(cost: CostFunction | undefined, byDataset: ByDataset): CostFunction {
  const names = [...byDataset.values()].map(({ name }) => name);
  return (use: FieldUse): Cost => {
    const plain = cost?.(use) ?? { charges: [] };
    const records = plain.types?.Record;
    if (!records) return plain;
    const places = names.map((name): [string, Place] => [name, records]);
    return { ...plain, types: { ...plain.types, ...Object.fromEntries(places) } };
  };
}

/** The graph: every noun's module, put together. */
import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';
import { serving } from '../loading/served-fields.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { withEntities } from './entity.ts';
import { printSubgraph } from './subgraph.ts';
import './analysis.ts';
import './attachment.ts';
import './dataset.ts';
import './download.ts';
import './export.ts';
import './file.ts';
import './geo-clustering.ts';
import './node.ts';
import './portal.ts';
import './push.ts';
import './quota.ts';
import './record.ts';

/** What people and programs ask: the schema that `schema/schema.graphql` shows. */
export const apiSchema: GraphQLSchema = builder.toSchema();

/** What is served: the same, and what gateways ask beside it. */
export const schema: GraphQLSchema = withNamedFields(withEntities(apiSchema, () => printSubgraph(apiSchema)));

/** Where an operation is explained, tells the loaders which field is asking. */
function withNamedFields(built: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(built.getTypeMap())) {
    for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
      const { resolve } = field;
      if (!resolve) continue;
      field.resolve = (source, args, context: Context, info) =>
        context.isExplained
          ? serving([pathOf(info)], () => resolve(source, args, context, info))
          : resolve(source, args, context, info);
    }
  }
  return built;
}

/** The path of a field without the indexes of lists: `datasets.nodes.records`. */
function pathOf({ path }: GraphQLResolveInfo): string {
  const keys: string[] = [];
  for (let step: GraphQLResolveInfo['path'] | undefined = path; step; step = step.prev) {
    if (typeof step.key === 'string') keys.unshift(step.key);
  }
  return keys.join('.');
}

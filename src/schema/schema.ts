/** The graph: every noun's module, put together. */
import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './analysis.ts';
import './dataset.ts';
import './geo-clustering.ts';
import './node.ts';
import './portal.ts';
import './push.ts';
import './quota.ts';
import './record.ts';

export const schema: GraphQLSchema = builder.toSchema();

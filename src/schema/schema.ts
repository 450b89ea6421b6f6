/** The graph: every noun's module, put together. */
import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
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

export const schema: GraphQLSchema = builder.toSchema();

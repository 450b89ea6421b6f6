/** `npm run supergraph`: composes the subgraph for the gateway of compose.yaml. With other subgraphs, list them here. */
import { readFileSync, writeFileSync } from 'node:fs';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';

const SUBGRAPHS = [
  {
    name: 'portal',
    url: 'http://proxy:8080/graphql',
    file: new URL('../schema/subgraph.graphql', import.meta.url),
  },
];

const { supergraphSdl, errors } = composeServices(
  SUBGRAPHS.map(({ file, ...subgraph }) => ({ ...subgraph, typeDefs: parse(readFileSync(file, 'utf8')) })),
);
if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
writeFileSync(new URL('../deploy/supergraph.graphql', import.meta.url), `${supergraphSdl.trimEnd()}\n`);

/** Hive Gateway over a supergraph; the caller's credential goes on to the graph, and to nobody else. */
import { defineConfig } from '@graphql-hive/gateway';

export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs({ request, subgraphName }) {
      const authorization = request.headers.get('authorization');
      if (subgraphName === 'portal' && authorization) return { authorization };
    },
  },
});

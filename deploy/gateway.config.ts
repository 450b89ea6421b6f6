/** Hive Gateway in front of the graph: the caller's credential goes on to the portal's subgraph, and to no other. */
interface Outgoing {
  request: Request;
  subgraphName: string;
}

export const gatewayConfig = {
  propagateHeaders: {
    fromClientToSubgraphs({ request, subgraphName }: Outgoing): Record<string, string> {
      const authorization = request.headers.get('authorization');
      return subgraphName === 'portal' && authorization ? { authorization } : {};
    },
  },
};

/** Apollo Client: queries and mutations go over HTTP, subscriptions over a WebSocket. */
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';

export const graphUrl = new URL(import.meta.env.VITE_GRAPH_URL ?? 'http://localhost:4000/graphql');

// http: becomes ws:, and https: becomes wss:.
const socketUrl = graphUrl.href.replace(/^http/, 'ws');

export const client = new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(createClient({ url: socketUrl })),
    new HttpLink({ uri: graphUrl.href }),
  ),
  cache: new InMemoryCache({
    typePolicies: {
      // Pages of the same search are put together; another filter or order begins anew.
      Query: { fields: { earthquakes: relayStylePagination(['filter', 'orderBy', 'timezone']) } },
    },
  }),
});

/** Links of the graph may be paths on its server: this makes them addresses. */
export function addressOf(link: string): string {
  return new URL(link, graphUrl).href;
}

/** Apollo Gateway over a supergraph; the caller's credential goes on to the graph, and to nobody else. */
import { readFile } from 'node:fs/promises';
import {
  ApolloGateway,
  type GraphQLDataSourceProcessOptions,
  RemoteGraphQLDataSource,
} from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

interface Context {
  authorization?: string | undefined;
}

class PortalDataSource extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({ request, context }: GraphQLDataSourceProcessOptions<Context>): void {
    if (context.authorization) request.http?.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: await readFile(process.argv[2] ?? '', 'utf8'),
  buildService: ({ name, url }) =>
    name === 'portal'
      ? new PortalDataSource({ ...(url !== undefined && { url }) })
      : new RemoteGraphQLDataSource({ ...(url !== undefined && { url }) }),
});
const server = new ApolloServer<Context>({ gateway });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`ready at ${url}\n`);

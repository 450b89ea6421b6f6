/**
 * A facade as somebody writes it in an afternoon for one dataset of one portal: Fastify, Mercurius with its compiler
 * (graphql-jit), DataLoader and undici. Its types are those of the dataset; it asks the portal for the fields that they
 * have. It has no limits, no cache and no merging but that of the loaders.
 *
 * `node by-hand.ts <port> <portal>`
 */
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { Loaders } from './by-hand-loaders.ts';
import { resolvers, TYPES } from './by-hand-schema.ts';
import { PortalClient } from './portal-client.ts';

const [port, portal = ''] = process.argv.slice(2);
const client = new PortalClient(portal);
const app = Fastify({ keepAliveTimeout: 600_000 });

await app.register(mercurius, {
  schema: TYPES,
  resolvers,
  context: () => ({ client, loaders: new Loaders(client) }),
  jit: 1,
});
app.get('/health', () => ({}));
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit());

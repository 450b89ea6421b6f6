/** ods-graphql in a program of your own: a server for any listener, or the schema alone. */

export { createSchema, type ExecutableSchema } from './executable-schema.ts';
export type { Logger } from './execution/logger.ts';
export { type CloseOptions, createServer, type GraphServer } from './graph-server.ts';
export type { SchemaOptions, ServerOptions } from './server-options.ts';
export { ConfigError } from './settings/environment.ts';

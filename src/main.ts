/** The process: settings, the embedded portal if no portal is named, the server, signals. */

import { setTimeout as wait } from 'node:timers/promises';
import { createLogger, type Logger } from './execution/logger.ts';
import type { GraphServer, PageName } from './graph-server.ts';
import { portalAt } from './options.ts';
import type { Portal, PortalCrash, PortalOptions } from './portal/portal.ts';
import type { PortalInfo } from './schema/context.ts';
import type { OperatorServer } from './server/operator-server.ts';
import { readCommand } from './settings/arguments.ts';
import { type Config, ConfigError } from './settings/environment.ts';
import type { TypesTask } from './settings/types-arguments.ts';
import { UsageError } from './settings/usage-error.ts';
import { withTypesFolder } from './types-folder.ts';

const EMBEDDED_NAME = 'Embedded portal of ods-graphql';
const DEFAULT_PORTAL_PORT = 4001;

/** What was started and must be ended, the last first; each is told how many seconds it has. */
const started: ((grace: number) => Promise<void>)[] = [];
/** Seconds for which all of it is waited for. */
let shutdownGrace = 10;
/** The signal that told it to stop; null if it stops by itself. */
let stoppedBy: 'SIGINT' | 'SIGTERM' | null = null;
/** Seconds that the process has to end by itself after that. */
const LAST_MOMENTS = 1;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if ('print' in command) return void process.stdout.write(command.print);
  if ('types' in command) return runTypes(command);
  const { start, config } = command;
  if (start === 'graph') return startGraph(withTypesFolder(config));
  const port = config.PORTAL_PORT ?? DEFAULT_PORTAL_PORT;
  const { url } = await startEmbedded(config, createLogger(config.LOG_LEVEL), port, ({ how }) => {
    process.stderr.write(`The portal has ended too often, the last time with ${how}.\n`);
    process.exitCode = 1;
    void stop();
  });
  say(`REST API v1: ${url}/api/datasets/1.0/search/`);
}

async function startGraph(settings: Config): Promise<void> {
  const config = withTypesFolder(settings);
  // The graph is loaded only when the settings are right, since this takes a second.
  const { builtPage, graphServer } = await import('./graph-server.ts');
  const { listen } = await import('./graph-listener.ts');
  shutdownGrace = config.SHUTDOWN_GRACE;
  const logger = createLogger(config.LOG_LEVEL);
  // Nobody knows what such an exception has left half done: whoever supervises the process starts it again.
  process.on('uncaughtExceptionMonitor', (error) =>
    logger.error({ err: error }, 'an exception that nobody expects ends the process'),
  );
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT) {
    // Before the graph is put together, which looks whether anybody wants spans.
    const { startTracing } = await import('./tracing.ts');
    const tracing = await startTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT);
    started.push(() => tracing.close());
  }
  const portal = config.ODS_URL ? portalAt(config) : await startOwnPortal(config, logger);
  const isListening = Promise.withResolvers<void>();
  const page = (name: PageName) => builtPage(name) ?? pageOfClone(name, logger, isListening.promise);
  const graph = graphServer(config, portal, logger, page);
  started.push((grace) => graph.close({ grace }));
  const listening = await listen(graph, config, logger);
  isListening.resolve();
  void graph.checkTypes();
  const numbers = await listenForOperator(config, graph);
  started.push(
    async () => numbers?.close(),
    () => listening.close(),
    async () => graph.endSubscriptions(),
    async () => {
      graph.drain();
      listening.announceEnd();
      if (stoppedBy === 'SIGTERM') await wait(config.DRAIN_DELAY * 1000);
    },
  );
  say(`Portal:  ${portal.embedded ? `${portal.name}, ` : ''}${portal.url.href}`);
  say(`GraphQL: ${listening.url}/graphql`);
  if (config.PAGE === 'on' && !config.TRUSTED_DOCUMENTS) say(`Page:    ${listening.url}/`);
  if (numbers) say(`Metrics: ${numbers.url}/metrics`);
}

/** What is done with the files of types ends by itself, and the embedded portal with it. */
async function runTypes({ types: task, config }: { types: TypesTask; config: Config }): Promise<void> {
  const { runTypes } = await import('./commands/types.ts');
  const logger = createLogger(config.LOG_LEVEL);
  const portal = async () => (config.ODS_URL ? portalAt(config) : startOwnPortal(config, logger));
  process.exitCode = await runTypes(task, { config, say, portal });
  await stop();
}

/** Numbers are for the operator: they have a port of their own, or none. */
async function listenForOperator(
  { METRICS_PORT, METRICS_HOST }: Config,
  graph: GraphServer,
): Promise<OperatorServer | null> {
  if (METRICS_PORT === undefined) return null;
  const { startOperatorServer } = await import('./server/operator-server.ts');
  return startOperatorServer({ port: METRICS_PORT, host: METRICS_HOST, metrics: graph.metrics });
}

/** A clone of the project builds its pages itself, while the graph is served already. */
async function pageOfClone(name: PageName, logger: Logger, ready: Promise<void>): Promise<string> {
  await ready;
  try {
    // The script is imported by its address: the package that is built has neither the sources nor Vite.
    const { builtPage } = await import(new URL('../examples/build.ts', import.meta.url).href);
    return await builtPage(name);
  } catch (error) {
    logger.error({ err: error, page: name }, 'a page could not be built, and is not shown');
    throw error;
  }
}

async function startOwnPortal(config: Config, logger: Logger): Promise<PortalInfo> {
  // The graph goes on without it: it has what is kept, and says on /ready that this is all.
  const onPortalLost = (crash: PortalCrash) =>
    logger.error(crash, 'the embedded portal has ended too often, and is not started again');
  const { url } = await startEmbedded(config, logger, config.PORTAL_PORT ?? 0, onPortalLost);
  return { url: new URL(url), name: EMBEDDED_NAME, apiVersion: '1.0', embedded: true };
}

async function startEmbedded(
  config: Config,
  logger: Logger,
  port: number,
  onPortalLost: (crash: PortalCrash) => void,
): Promise<Portal> {
  const portal = await runPortal({
    port,
    quota: config.PORTAL_QUOTA,
    dialect: config.PORTAL_DIALECT,
    ...tlsOf(config),
    ...(config.PORTAL_ACCESS !== undefined && { accessFile: config.PORTAL_ACCESS }),
    ...(config.PORTAL_DATABASE !== undefined && { databaseFile: config.PORTAL_DATABASE }),
    onProgress: say,
    onFailure: (error) => logger.error({ err: error }, 'the embedded portal failed on a request'),
    onCrash: (crash) => {
      if (crash.willRestart) logger.error(crash, 'the embedded portal has ended: it is started again');
      else onPortalLost(crash);
    },
  });
  started.push(() => portal.close());
  return portal;
}

function tlsOf({ PORTAL_TLS_CERT: cert, PORTAL_TLS_KEY: key }: Config): Pick<PortalOptions, 'tls'> {
  if (cert === undefined && key === undefined) return {};
  if (cert !== undefined && key !== undefined) return { tls: { cert, key } };
  throw new ConfigError('PORTAL_TLS_CERT and PORTAL_TLS_KEY are set together, or not at all.');
}

/** It is loaded only here: a server of a real portal loads nothing of the embedded one, and the npm package has none. */
async function runPortal(options: PortalOptions): Promise<Portal> {
  try {
    const { startPortal } = await import('./portal/portal.ts');
    return await startPortal(options);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new ConfigError(
      'No portal is named: give --url https://… or set ODS_URL. The embedded portal with its data is not part of this installation; a clone of the project has it (npm ci && npm start).',
    );
  }
}

async function stop(): Promise<void> {
  // Beyond that the process is held by nothing that anybody waits for: a page in the making, a query of the portal.
  setTimeout(() => process.exit(), (shutdownGrace + LAST_MOMENTS) * 1000).unref();
  const deadline = performance.now() + shutdownGrace * 1000;
  for (const end of started.splice(0).reverse()) {
    await end(Math.max(0, (deadline - performance.now()) / 1000));
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The signal is handled once: a second one ends the process at once.
  process.once(signal, () => {
    stoppedBy = signal;
    void stop();
  });
}

try {
  await main();
} catch (error) {
  // The operator reads a sentence about what he can correct; a stack is shown only for our own mistakes.
  const known =
    error instanceof ConfigError ||
    error instanceof UsageError ||
    (error instanceof Error && 'code' in error);
  process.stderr.write(`${error instanceof Error ? (known ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
  await stop();
}

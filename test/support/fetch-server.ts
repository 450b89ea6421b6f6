/** The server with the settings of its environment, as `src/bin.js` starts it, but with `fetch` for a carrier. */
import v8 from 'node:v8';
import { builtPage } from '../../examples/build.ts';
import { createLogger } from '../../src/execution/logger.ts';
import { listen } from '../../src/graph-listener.ts';
import { graphServer } from '../../src/graph-server.ts';
import { portalAt } from '../../src/options.ts';
import { startPortal } from '../../src/portal/portal.ts';
import { readConfig } from '../../src/settings/environment.ts';
import { carriedBy } from './carrier.ts';

v8.setFlagsFromString('--heap-growing-percent=50');

const config = readConfig(process.env);
const logger = createLogger(config.LOG_LEVEL);
const embedded = config.ODS_URL ? null : await startPortal({ quota: config.PORTAL_QUOTA });
const portal = embedded
  ? { url: new URL(embedded.url), name: 'Embedded portal', apiVersion: '1.0', embedded: true }
  : portalAt(config);
const graph = graphServer(config, portal, logger, builtPage);
const listening = await listen(carriedBy('fetch', graph), config, logger);

process.once('SIGTERM', async () => {
  graph.endSubscriptions();
  await listening.close();
  await graph.close({ grace: config.SHUTDOWN_GRACE });
  await embedded?.close();
});
process.stdout.write(`GraphQL: ${listening.url}/graphql\n`);

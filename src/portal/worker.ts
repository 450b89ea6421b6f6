/** The worker thread of the portal: starts the server, and closes it on demand. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Server, type ServerOptions, startServer } from './server.ts';
import type { FromWorker } from './worker-messages.ts';

const port = parentPort;
if (port === null) throw new Error('The portal runs as a worker thread: see portal.ts.');

const say = (message: FromWorker): void => port.postMessage(message);
const options: ServerOptions = workerData;

try {
  const server = await startServer(options, {
    onProgress: (line) => say({ kind: 'progress', line }),
    onFailure: (error) => say({ kind: 'failure', error }),
  });
  port.once('message', () => void end(server));
  say({ kind: 'listening', url: server.url });
} catch (error) {
  say({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
}

async function end(server: Server): Promise<void> {
  await server.close();
  port?.close();
}

/** The process of the portal: starts the server when it is told to, and ends with the process that started it. */
import module from 'node:module';
import type { FromPortal, ToPortal } from './process-messages.ts';
import type { Server, ServerOptions } from './server.ts';

let server: Server | undefined;

if (!process.send) throw new Error('The portal is started by another process: see portal.ts.');

// A terminal interrupts both processes. The other one still has answers to finish, and closes this one when it is done.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
// The other process has ended, however that came.
process.on('disconnect', () => process.exit());
process.on('message', (message: ToPortal) => {
  if (message.kind === 'start') void start(message.options);
  else void end();
});

function say(message: FromPortal): void {
  if (process.connected) process.send?.(message);
}

async function start(options: ServerOptions): Promise<void> {
  try {
    const { startServer } = await import('./server.ts');
    server = await startServer(options, {
      onProgress: (line) => say({ kind: 'progress', line }),
      onFailure: (error) => void onFailure(error, options),
    });
    module.flushCompileCache();
    say({ kind: 'listening', url: server.url });
  } catch (error) {
    say({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  }
}

/** A damaged database cannot be mended while it is open: the next process, which is started at once, builds it again. */
async function onFailure(error: Error, { databaseFile }: ServerOptions): Promise<void> {
  say({ kind: 'failure', error });
  const { defaultFile, discardDamaged, isDamage } = await import('./store/database-file.ts');
  if (!isDamage(error) || databaseFile === ':memory:') return;
  const onProgress = (line: string) => say({ kind: 'progress', line });
  if (discardDamaged(databaseFile ?? defaultFile('portal.sqlite'), onProgress)) process.disconnect();
}

async function end(): Promise<void> {
  await server?.close();
  process.exit();
}

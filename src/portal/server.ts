/** The portal's HTTP server, which runs in a process of its own: opens the database and listens. */
import { Access, fileError } from './access.ts';
import type { DatasetDefinition } from './dataset-definition.ts';
import { createApp } from './http/app.ts';
import { listen } from './listener.ts';
import { checkPermissions, PermissionError } from './permissions.ts';
import { type DialectName, dialects, Quota } from './quota.ts';
import { Sessions } from './sessions.ts';
import { defaultFile } from './store/database-file.ts';
import { fingerprintOf } from './store/fingerprint.ts';
import { Store } from './store/store.ts';
import { readTls, type TlsFiles } from './tls.ts';

/** The options that another process can be sent: functions cannot. */
export interface ServerOptions {
  /** The default, 0, takes any free port. */
  port?: number;
  /** The default is the loopback address. */
  host?: string;
  /** Calls per day for each key and each anonymous address. The default is 100,000. */
  quota?: number;
  /** How the quota is told: as the documentation says (the default), or as portals do it now. */
  dialect?: DialectName;
  /** JSON file of API keys, logins, tokens and push keys. The default is demo-access.ts. */
  accessFile?: string;
  /** The files of a certificate and its key: the portal then speaks TLS, and nothing in the clear. */
  tls?: TlsFiles;
  /** The file of the database. It is built if it is missing or out of date; `:memory:` builds it at each start. */
  databaseFile?: string;
  /** The file of pushed records. The default lies beside the database; `:memory:` forgets the records at the end. */
  pushFile?: string;
  /** URL of a module that exports `datasets`. The default is the datasets of this package. */
  definitions?: string;
}

export interface ServerEvents {
  onProgress: (line: string) => void;
  onFailure: (error: Error) => void;
}

export interface Server {
  url: string;
  close(): Promise<void>;
}

export async function startServer(options: ServerOptions, events: ServerEvents): Promise<Server> {
  const access = Access.read(options.accessFile);
  const tls = options.tls === undefined ? null : readTls(options.tls);
  const quota = new Quota(options.quota ?? 100_000, dialects[options.dialect ?? 'documented']);
  const store = await openStore(options, events.onProgress);
  check(access, store, options);
  const app = createApp({ store, access, sessions: new Sessions(), quota, onFailure: events.onFailure });
  const listener = await listen(app, { port: options.port ?? 0, host: options.host ?? '127.0.0.1', tls });
  return {
    url: listener.url,
    async close() {
      await listener.close();
      store.close();
    },
  };
}

/** Throws an error for the person who starts the portal if a permission cannot be kept. */
function check(access: Access, store: Store, { accessFile }: ServerOptions): void {
  // The demonstration's permissions are for the datasets of this package, and an embedder may bring others.
  if (accessFile === undefined) return;
  try {
    checkPermissions(access.viewers, store.datasets);
  } catch (error) {
    store.close();
    throw error instanceof PermissionError ? fileError(accessFile, error) : error;
  }
}

async function openStore(options: ServerOptions, onProgress: (line: string) => void): Promise<Store> {
  const module = new URL(options.definitions ?? './data/', import.meta.url);
  const definitions = await loadDefinitions(options.definitions);
  const fingerprint = fingerprintOf(definitions, module);
  const file = options.databaseFile ?? defaultFile('portal.sqlite');
  return Store.open({ definitions, fingerprint, file, pushFile: options.pushFile, onProgress });
}

async function loadDefinitions(url: string | undefined): Promise<readonly DatasetDefinition[]> {
  const module: { datasets?: readonly DatasetDefinition[] } =
    url === undefined ? await import('./data/datasets.ts') : await import(url);
  if (!Array.isArray(module.datasets)) throw new Error(`${url} exports no "datasets".`);
  return module.datasets;
}

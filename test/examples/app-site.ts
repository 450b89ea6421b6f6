/** The app of `examples/app`, built with Vite and served from an origin of its own, beside the graph that it asks. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { preview } from 'vite';
import { EMBEDDED_TYPES } from '../support/examples.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const VITE = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');

export interface AppSite {
  url: string;
  graph: Graph;
  close(): Promise<void>;
}

export async function startAppSite(portalUrl: string): Promise<AppSite> {
  const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-app-'));
  // It serves what is in the folder when it is asked: the graph needs its origin, and the app the graph's address.
  const site = await preview({
    configFile: false,
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const url = site.resolvedUrls?.local[0] ?? '';
  const graph = await startGraph(portalUrl, { corsOrigins: [new URL(url).origin], types: EMBEDDED_TYPES });
  await build(folder, `${graph.url}/graphql`);
  return {
    url,
    graph,
    close: async () => {
      await site.close();
      await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** By the command that a newcomer gives. */
async function build(folder: string, graphUrl: string): Promise<void> {
  const command = [VITE, 'build', 'examples/app', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, command, {
    env: { ...process.env, NODE_ENV: 'production', VITE_GRAPH_URL: graphUrl },
  });
}

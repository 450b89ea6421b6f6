/** Starts the embedded portal once for all tests over real data; its database is built where it is missing. */
import type { TestProject } from 'vitest/node';
import { startPortal } from '../../src/portal/portal.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the embedded portal with its shipped data. */
    portalUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const portal = await startPortal({
    quota: 1_000_000_000,
    // What one run pushes is not there in the next.
    pushFile: ':memory:',
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  project.provide('portalUrl', portal.url);
  return () => portal.close();
}

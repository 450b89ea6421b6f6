/** Starts the embedded portal once for all tests over real data. Builds its database if it is missing. */
import type { TestProject } from 'vitest/node';
import { startPortal } from '../../src/portal/portal.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the embedded portal with its shipped data. */
    portalUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const portal = await startPortal({
    quota: 1_000_000_000,
    // The next run must not see what this one pushes.
    pushFile: ':memory:',
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  project.provide('portalUrl', portal.url);
  return () => portal.close();
}

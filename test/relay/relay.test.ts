/** Relay's compiler over a frontend's documents: it refuses what a schema for Relay must not be. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProgram } from '../support/program.ts';

const COMPILER = createRequire(import.meta.url).resolve('relay-compiler/cli.js');
const SCHEMA = fileURLToPath(new URL('../../schema/schema.graphql', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ods-graphql-relay-'));

beforeAll(() => {
  cpSync(fileURLToPath(new URL('src', import.meta.url)), join(folder, 'src'), { recursive: true });
  cpSync(SCHEMA, join(folder, 'schema.graphql'));
  mkdirSync(join(folder, 'artifacts'));
  writeFileSync(join(folder, 'persisted.json'), '{}');
  writeFileSync(
    join(folder, 'relay.config.json'),
    JSON.stringify({
      src: './src',
      schema: './schema.graphql',
      language: 'typescript',
      artifactDirectory: './artifacts',
      persistConfig: { file: './persisted.json', algorithm: 'SHA256' },
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function compile() {
  return startProgram(process.execPath, [COMPILER, 'relay.config.json'], { cwd: folder }).ended();
}

test('compiles pages of datasets and of records, with their refetch queries', async () => {
  const { code, output, errors } = await compile();
  expect(code, output + errors).toBe(0);
  expect(readdirSync(join(folder, 'artifacts')).sort()).toEqual([
    'CatalogPaginationQuery.graphql.ts',
    'CatalogQuery.graphql.ts',
    'CatalogRecordsQuery.graphql.ts',
    'Catalog_dataset.graphql.ts',
    'Catalog_query.graphql.ts',
  ]);
  // A dataset is asked again by its global id.
  const persisted: Record<string, string> = JSON.parse(readFileSync(join(folder, 'persisted.json'), 'utf8'));
  expect(Object.values(persisted).find((text) => text.includes('CatalogRecordsQuery'))).toMatch(
    /node\(id: \$id\)/,
  );
});

test('the persisted operations are trusted documents as they stand', async () => {
  const { readTrustedDocuments } = await import('../../src/execution/trusted-documents.ts');
  const { schema } = await import('../../src/schema/schema.ts');
  expect(readTrustedDocuments(join(folder, 'persisted.json'), schema).size).toBe(3);
});

test('refuses what is not of the schema', async () => {
  writeFileSync(
    join(folder, 'src/Wrong.ts'),
    "import { graphql } from 'relay-runtime';\nexport const query = graphql`query WrongQuery { nope }`;\n",
  );
  const { code, output, errors } = await compile();
  expect(code).not.toBe(0);
  expect(output + errors).toContain('nope');
});

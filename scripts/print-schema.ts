/**
 * `npm run schema`: prints the schema to `schema/schema.graphql`, and to `schema/subgraph.graphql` as gateways compose
 * it; with `--check` fails where one is out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { apiSchema } from '../src/schema/schema.ts';
import { printSubgraph } from '../src/schema/subgraph.ts';

const files = {
  'schema.graphql': printSchema(lexicographicSortSchema(apiSchema)),
  'subgraph.graphql': printSubgraph(apiSchema),
};

for (const [name, text] of Object.entries(files)) {
  const file = new URL(`../schema/${name}`, import.meta.url);
  const printed = `${text}\n`;
  if (!process.argv.includes('--check')) {
    await writeFile(file, printed);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== printed) {
    process.stderr.write(`schema/${name} is out of date: run \`npm run schema\` and commit it.\n`);
    process.exitCode = 1;
  }
}

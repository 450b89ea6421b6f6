/**
 * `npm run schema`: prints the schema to `schema/schema.graphql`, to `schema/subgraph.graphql` as gateways compose it,
 * and to `schema/embedded.graphql` with the types of the embedded portal's datasets; with `--check` fails where one is
 * out of date.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { apiSchema, schema } from '../src/schema/schema.ts';
import { printSubgraph, printTypedSchema } from '../src/schema/subgraph.ts';
import { withTypes } from '../src/schema/typed/typed-schema.ts';
import { baseNamesOf } from '../src/types/base-names.ts';
import { readTypes } from '../src/types/type-files.ts';

const types = readTypes(fileURLToPath(new URL('../datasets/', import.meta.url)), baseNamesOf(schema));

const files = {
  'schema.graphql': printSchema(lexicographicSortSchema(apiSchema)),
  'subgraph.graphql': printSubgraph(apiSchema),
  'embedded.graphql': printTypedSchema(withTypes(apiSchema, types)),
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

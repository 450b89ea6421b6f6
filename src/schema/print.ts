/** `npm run schema`: prints the schema to `schema/schema.graphql`; with `--check` fails where that is out of date. */
import { readFile, writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './schema.ts';

const file = new URL('../../schema/schema.graphql', import.meta.url);
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;

if (process.argv.includes('--check')) {
  if ((await readFile(file, 'utf8').catch(() => '')) !== printed) {
    process.stderr.write('schema/schema.graphql is out of date: run `npm run schema` and commit it.\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(file, printed);
}

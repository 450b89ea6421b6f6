import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../schema/examples/', import.meta.url);

/** The example operations of `schema/examples`, in their order. */
export function readExamples(): { name: string; query: string }[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => ({ name, query: readFileSync(new URL(name, FOLDER), 'utf8') }));
}

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../schema/examples/', import.meta.url);

/** The types of the embedded portal's datasets. */
export const EMBEDDED_TYPES = fileURLToPath(new URL('../../datasets/', import.meta.url));

export interface Example {
  /** Its file in `schema/examples`. */
  name: string;
  query: string;
}

/** The example operations of `schema/examples`, in their order: those for every graph. */
export const readExamples = (): Example[] => examplesIn('');

/** Those for the graph that has the types of the embedded portal. */
export const readTypedExamples = (): Example[] => examplesIn('embedded/');

function examplesIn(folder: string): Example[] {
  return readdirSync(new URL(`./${folder}`, FOLDER))
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => ({ name: folder + file, query: readFileSync(new URL(folder + file, FOLDER), 'utf8') }));
}

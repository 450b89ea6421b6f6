/** How many calls each example operation may make. Raise a number only for a good reason. */
import calls from '../schema/examples/calls.json' with { type: 'json' };

/** Calls by the file name of the example, without its ending. */
export const EXAMPLE_CALLS: ReadonlyMap<string, number> = new Map(Object.entries(calls));

/** The name that an example has in `calls.json`. */
export function exampleName(file: string): string {
  return file.replace(/\.graphql$/, '');
}

/** What each example operation may spend at the portal: raise a number only with a reason. */
import calls from '../schema/examples/calls.json' with { type: 'json' };

/** Calls by the example's file name, without its ending. */
export const EXAMPLE_CALLS: ReadonlyMap<string, number> = new Map(Object.entries(calls));

/** The name of an example in `calls.json`. */
export function exampleName(file: string): string {
  return file.replace(/\.graphql$/, '');
}

/** The code for client libraries that docs/clients.md shows, as it stands there: what is shown is what is tested. */
import { runInThisContext } from 'node:vm';
import { blocksOf, readPage } from '../docs/markdown.ts';

const page = readPage('docs/clients.md');

/** The value of the expression that begins so, after what stands before it; with these names for what is imported. */
export function documented(start: string, names: Readonly<Record<string, unknown>>): unknown {
  const code = blocksOf(page, 'ts').find((block) => block.includes(start));
  if (code === undefined) throw new Error(`docs/clients.md shows no code with ${start}.`);
  const from = code.indexOf(start);
  const expression = code.slice(from, code.indexOf('\n});', from) + '\n})'.length);
  const body = `${code.slice(0, from)} return ${expression};`;
  const made: unknown = runInThisContext(`(({ ${Object.keys(names).join(', ')} }) => { ${body} })`);
  if (typeof made !== 'function') throw new Error(`${start} is no expression.`);
  return Reflect.apply(made, null, [names]);
}

/** The operation of that name. */
export function documentedOperation(name: string): string {
  const text = blocksOf(page, 'graphql').find((block) => block.startsWith(`query ${name}(`));
  if (text === undefined) throw new Error(`docs/clients.md shows no operation ${name}.`);
  return text;
}

/** What the operation `Communes` answers. */
export interface CommunesPage {
  dataset: {
    records: {
      edges: { node: { id: string; name: string } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  };
}

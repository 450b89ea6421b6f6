/**
 * Counts calls at the portal. Each row has those of a naive client, those that this server may make, and those that it
 * makes. The program fails if a row is above its target.
 */
import { getOperationAST, parse } from 'graphql';
import { type Portal, startPortal } from '../src/portal/portal.ts';
import { EMBEDDED_TYPES, readExamples, readTypedExamples } from '../test/support/examples.ts';
import { type Answer, type GraphOptions, startGraph } from '../test/support/graph.ts';
import { recordUpstream } from '../test/support/upstream.ts';
import { type Client, callRows } from './call-rows.ts';
import { EXAMPLE_CALLS, exampleName } from './example-calls.ts';
import { NaiveClient } from './naive-client.ts';

interface Measured {
  name: string;
  naive: number;
  target: number;
  /** The calls of the operation in the row that made the most. */
  measured: number;
}

const QUOTA = 1_000_000_000;

/** Counts the calls of one operation in a new server, whose cache is empty. */
async function spend(portal: Portal, operation: string, options: GraphOptions = {}): Promise<number> {
  const graph = await startGraph(portal.url, options);
  try {
    requireAnswered(await graph.ask<Record<string, unknown>, never>(operation), operation);
    return graph.upstreamCalls().length;
  } finally {
    await graph.close();
  }
}

/** Counts the calls of operations that come at the same moment, in a new server. */
async function spendTogether(portal: Portal, crowd: readonly Client[]): Promise<number> {
  const graph = await startGraph(portal.url);
  try {
    const answers = await Promise.all(
      crowd.map(({ operation, headers }) =>
        graph.ask<Record<string, unknown>, never>(operation, undefined, headers),
      ),
    );
    for (const [index, answer] of answers.entries()) requireAnswered(answer, crowd[index]?.operation ?? '');
    return graph.upstreamCalls().length;
  } finally {
    await graph.close();
  }
}

function requireAnswered({ data, errors }: Answer<Record<string, unknown>>, operation: string): void {
  const nothing = Object.entries(data ?? { data: null }).find(([, value]) => value === null);
  if (errors.length > 0 || nothing)
    throw new Error(`Not answered: ${JSON.stringify(errors[0] ?? nothing)}\n${operation}`);
}

async function spendNaively(
  portal: Portal,
  askNaively: (client: NaiveClient) => Promise<unknown>,
): Promise<number> {
  const door = await recordUpstream(portal.url);
  try {
    await askNaively(new NaiveClient(door.url));
    return door.take().length;
  } finally {
    await door.close();
  }
}

async function recordIds(portal: Portal): Promise<string[]> {
  const graph = await startGraph(portal.url);
  const { data } = await graph.ask<{ dataset: { records: { nodes: { recordId: string }[] } } }, never>(
    '{ dataset(datasetId: "doc-geonames-cities-5000") { records(first: 100) { nodes { recordId } } } }',
  );
  await graph.close();
  return data?.dataset.records.nodes.map(({ recordId }) => recordId) ?? [];
}

async function* measure(portals: Record<'shipped' | 'many', Portal>): AsyncGenerator<Measured> {
  for (const row of callRows(await recordIds(portals.shipped))) {
    const { name, portal, target, operations } = row;
    const naive = await spendNaively(portals[portal], row.askNaively);
    if (naive !== row.naive) throw new Error(`${name}: naively ${naive} calls, and not ${row.naive}.`);
    let measured = row.crowd ? await spendTogether(portals[portal], row.crowd) : 0;
    for (const operation of operations)
      measured = Math.max(measured, await spend(portals[portal], operation));
    yield { name, naive, target, measured };
  }
  for (const { name, query } of [...readExamples(), ...readTypedExamples()]) {
    // Tests count the calls of subscriptions: they can make the events happen.
    if (getOperationAST(parse(query))?.operation === 'subscription') continue;
    const example = exampleName(name);
    const target = EXAMPLE_CALLS.get(example);
    if (target === undefined) throw new Error(`schema/examples/calls.json has no "${example}".`);
    // Without merging, each lookup, page, total and facet list is a call, as for a client that asks field by field.
    const options = { types: EMBEDDED_TYPES };
    const naive = await spend(portals.shipped, query, { ...options, merging: false });
    yield {
      name: `example ${example}`,
      naive,
      target,
      measured: await spend(portals.shipped, query, options),
    };
  }
}

function print(cells: readonly (string | number)[]): void {
  const [name = '', ...numbers] = cells;
  process.stdout.write(
    `${String(name).padEnd(72)}${numbers.map((cell) => String(cell).padStart(10)).join('')}\n`,
  );
}

const portals = {
  shipped: await startPortal({
    quota: QUOTA,
    pushFile: ':memory:',
    onProgress: (line) => process.stderr.write(`${line}\n`),
  }),
  many: await startPortal({
    quota: QUOTA,
    databaseFile: ':memory:',
    definitions: new URL('../test/portals/five-hundred-datasets.ts', import.meta.url).href,
  }),
};
try {
  let above = 0;
  print(['calls at the portal', 'naive', 'target', 'measured']);
  for await (const { name, naive, target, measured } of measure(portals)) {
    print([name, naive, target, measured > target ? `${measured} !` : measured]);
    if (measured > target) above += 1;
  }
  process.stdout.write(above > 0 ? `${above} above their target\n` : 'all within their targets\n');
  process.exitCode = above > 0 ? 1 : 0;
} finally {
  await Promise.all([portals.shipped.close(), portals.many.close()]);
}

/** Merging never changes an answer, whatever is asked: each operation is run merged and unmerged, and compared. */
import fc from 'fast-check';
import { beforeAll, expect, inject, test } from 'vitest';
import { type Answer, startGraph } from '../support/graph.ts';
import { randomOperation } from '../support/random-operation.ts';
import { SHAPES } from '../support/shapes.ts';
import { type Refuse, recordUpstream } from '../support/upstream.ts';

type Data = Record<string, unknown>;

let knownIds: Map<string, string[]>;

beforeAll(async () => {
  const graph = await startGraph(inject('portalUrl'));
  const ids = await Promise.all(
    SHAPES.map(async ({ datasetId }) => {
      const { data } = await graph.ask<{ dataset: { records: { nodes: { recordId: string }[] } } }, never>(
        `{ dataset(datasetId: "${datasetId}") { records(first: 8) { nodes { recordId } } } }`,
      );
      return [datasetId, data?.dataset.records.nodes.map(({ recordId }) => recordId) ?? []] as const;
    }),
  );
  knownIds = new Map(ids);
  await graph.close();
});

interface Outcome {
  answer: Answer<Data>;
  /** The calls that it spent, counted at the portal's door. */
  calls: number;
}

/** Runs an operation in a server of its own, and waits for all that it does. */
async function run(text: string, refuse: Refuse, merging: boolean): Promise<Outcome> {
  const door = await recordUpstream(inject('portalUrl'), refuse);
  const graph = await startGraph(door.url, { merging });
  const answer = await graph.ask<Data, never>(text);
  await graph.close();
  const calls = door.take().length;
  await door.close();
  return { answer, calls };
}

/** The data, and what went wrong with which field; of fields that fall together GraphQL names whichever was first. */
function essence({ data, errors }: Answer<Data>) {
  const failures = errors.map(({ path, message, extensions }) =>
    JSON.stringify([path?.[0], extensions?.code, extensions?.argument, message]),
  );
  return { data, failures: [...new Set(failures)].sort() };
}

/** A portal that refuses more than most: the division of refused calls has its work. */
const picky: Refuse = ({ parameters }) => {
  const query = parameters.get('q') ?? '';
  const isRefused =
    Number(parameters.get('rows') ?? 0) > 40 ||
    parameters.getAll('facet').includes('currencies') ||
    query.includes('strange') ||
    [...parameters.values()].some((value) => value.startsWith('log('));
  return isRefused ? 400 : null;
};

test.each<[string, Refuse]>([
  ['a portal', () => null],
  ['a portal that refuses more', picky],
])(
  'of %s',
  async (_, refuse) => {
    await fc.assert(
      fc.asyncProperty(randomOperation(knownIds), async ({ text, isSound }) => {
        const alone = await run(text, refuse, false);
        const together = await run(text, refuse, true);
        expect(essence(together.answer)).toEqual(essence(alone.answer));
        // GraphQL is done with a field as soon as one below it fails: what others there spend is chance.
        if (alone.answer.errors.length > 0) return;
        expect(together.answer.extensions.upstream.calls).toBe(together.calls);
        // To find out what is refused, or that none of some ids is there, may cost as much again; nothing else does.
        const most = isSound && refuse !== picky ? alone.calls : 2 * alone.calls;
        expect(together.calls).toBeLessThanOrEqual(most);
        if (isSound && refuse !== picky)
          expect(together.answer.extensions.upstream.estimated).toBeGreaterThanOrEqual(together.calls);
      }),
      { numRuns: 60 },
    );
  },
  180_000,
);

/** What follows from arguments is found out once, so that an operation that comes again takes other ways than the first time. */
test('of an operation that comes again', async () => {
  const graph = await startGraph(inject('portalUrl'), { cacheTtlDataset: 300 });
  const ask = async (text: string) => {
    graph.upstreamCalls();
    const answer = await graph.ask<Data, never>(text);
    return { ...essence(answer), calls: graph.upstreamCalls().length };
  };
  await fc.assert(
    fc.asyncProperty(randomOperation(knownIds), async ({ text, isSound }) => {
      const first = await ask(text);
      const second = await ask(text);
      const third = await ask(text);
      for (const { data, failures } of [second, third])
        expect({ data, failures }).toEqual({ data: first.data, failures: first.failures });
      if (isSound && first.failures.length === 0) expect(third.calls).toBe(second.calls);
      expect(second.calls).toBeLessThanOrEqual(first.calls);
    }),
    { numRuns: 60 },
  );
  await graph.close();
}, 180_000);

/** What an answer was made of is emptied when it is written, and nothing else is. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Leftovers } from '../../src/execution/leftovers.ts';
import { Reader } from '../../src/ods/reader.ts';
import type { JsonAnswer } from '../../src/ods/transport/answer.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const lists = new Reader<{ items: unknown[] }>(
  ({ json }) => ({ items: [...Object(json).items] }),
  (value) => {
    value.items.length = 0;
  },
);

/** An answer that is kept nowhere, and what was read from it. */
function answerOf(...items: unknown[]) {
  const answer: JsonAnswer = { json: { items }, headers: {}, length: 10 };
  return { answer, value: lists.read(answer) };
}

describe('leftovers', () => {
  test('are emptied: the lists of a result, and answers with what was read from them', () => {
    const leftovers = new Leftovers();
    const { answer, value } = answerOf(1, 2);
    const list = [3, 4];
    leftovers.addAnswer(answer);
    leftovers.addList(list);
    expect([answer.json, value.items, list]).toEqual([{ items: [1, 2] }, [1, 2], [3, 4]]);
    leftovers.empty();
    expect([answer.json, value.items, list]).toEqual([null, [], []]);
  });

  test('of several operations are emptied when the last of them has written its answer', () => {
    const { answer, value } = answerOf(1);
    const operations = [new Leftovers(), new Leftovers(), new Leftovers()];
    for (const one of operations) one.addAnswer(answer);
    for (const one of operations) {
      expect(value.items).toEqual([1]);
      one.empty();
    }
    expect(value.items).toEqual([]);
  });

  test('are emptied once, also if an operation has asked twice', () => {
    const { answer, value } = answerOf(1);
    const [first, second] = [new Leftovers(), new Leftovers()];
    first.addAnswer(answer);
    first.addAnswer(answer);
    second.addAnswer(answer);
    first.empty();
    first.empty();
    expect(value.items).toEqual([1]);
    second.empty();
    expect(value.items).toEqual([]);
  });

  test('that were added after the answer was written are no matter', () => {
    const leftovers = new Leftovers();
    leftovers.empty();
    const { answer, value } = answerOf(1);
    leftovers.addAnswer(answer);
    expect(value.items).toEqual([1]);
  });
});

const QUESTION = `{
  datasets(first: 5) { totalCount nodes { datasetId keywords fields { name } } }
  dataset(datasetId: "doc-geonames-cities-5000") {
    title keywords fields { name type }
    records(first: 40) { totalCount nodes { recordId fields location { latitude } } facets(names: ["country_code"]) { name facets { path count } } }
    others: records(first: 5, after: null, filter: { q: "paris" }) { edges { cursor node { recordId fields } } }
    analysis(x: [{ field: "country_code" }], series: [{ name: "n", function: COUNT }]) { points { x values } }
    geoClusters(zoom: 3, radius: 50) { clusters { count center { latitude } } }
  }
}`;

describe('over HTTP', () => {
  describe.each([
    ['nothing is kept', 0],
    ['all is kept', 60],
  ])('if %s', (_, ttl) => {
    let graph: Graph;
    beforeAll(async () => {
      graph = await startGraph(inject('portalUrl'), {
        cacheTtlDataset: ttl,
        cacheTtlRecords: ttl,
        cacheTtlAnalysis: ttl,
      });
    });
    afterAll(() => graph.close());

    test('operations that share calls are all answered whole, and so is the next one', async () => {
      const before = await graph.ask(QUESTION);
      expect(before.errors).toEqual([]);
      const answers = await Promise.all(Array.from({ length: 50 }, () => graph.ask(QUESTION)));
      for (const { data } of answers) expect(data).toEqual(before.data);
      const spared = answers.reduce(
        (sum, { extensions: { upstream } }) => sum + upstream.shared + upstream.cached,
        0,
      );
      expect(spared).toBeGreaterThan(0);
      expect((await graph.ask(QUESTION)).data).toEqual(before.data);
    });
  });
});

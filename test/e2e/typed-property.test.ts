/** Whatever is asked of a typed dataset, the untyped graph gives the same answer to the same question, for as many calls. */
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { schema } from '../../src/schema/schema.ts';
import { baseNamesOf } from '../../src/types/base-names.ts';
import type { DatasetType } from '../../src/types/dataset-type.ts';
import { readTypeFiles } from '../../src/types/type-files.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { isMultivalued, type Sampled } from '../support/random-typed-filter.ts';
import { randomQuestion } from '../support/random-typed-question.ts';
import { type Asking, typedAsking, untypedAsking } from '../support/typed-and-untyped.ts';

const FOLDER = fileURLToPath(new URL('../../datasets/', import.meta.url));
const types = readTypeFiles(FOLDER, baseNamesOf(schema)).map(({ type }) => type);

/** Countries with few cities, which are the first that are found. */
const FEW = ['AD', 'AE', 'AF'];

let graph: Graph;

beforeAll(async () => {
  graph = await startGraph(inject('portalUrl'), { datasetTypes: types });
});
afterAll(() => graph.close());

/** Some values of a dataset, so that most questions have answers. */
async function sampledOf(type: DatasetType): Promise<Sampled> {
  const { data } = await graph.ask<
    { dataset: { records: { nodes: { fields: Record<string, unknown> }[] } } },
    never
  >(`{ dataset(datasetId: "${type.dataset}") { records(first: 60) { nodes { fields } } } }`);
  const records = data?.dataset.records.nodes.map(({ fields }) => fields) ?? [];
  const values = type.fields.map((field): [string, (string | number)[]] => {
    const given = records.map((record) => record[field.field]);
    const known = given.filter((value) => typeof value === 'string' || typeof value === 'number');
    return [
      field.field,
      isMultivalued(field) ? known.flatMap((value) => String(value).split(',').slice(0, 2)) : known,
    ];
  });
  const places = records.flatMap(({ geo_point_2d: point }) =>
    Array.isArray(point) ? [{ latitude: Number(point[0]), longitude: Number(point[1]) }] : [],
  );
  return {
    type,
    values: new Map(values),
    places,
    // There are 135,000 of them.
    ...(type.name === 'City' && {
      narrowed: {
        typed: { countryCode: { in: FEW } },
        condition: { in: { field: 'country_code', values: FEW } },
      },
    }),
  };
}

const REFUSED = 'refused for its time zone';

/** The answer, and how many searches and analyses it took. */
async function answerTo({ text, variables, read }: Asking) {
  graph.upstreamCalls();
  const { data, errors, extensions } = await graph.ask<unknown, typeof variables>(text, variables);
  const calls = graph.upstreamCalls();
  // The portal has one zone for a filter by days and for the last instants of groups: neither graph answers that.
  if (errors.some((error) => error.extensions?.argument === 'timezone'))
    return { answer: REFUSED, calls: [] };
  expect(errors).toEqual([]);
  expect(extensions.upstream.estimated).toBeGreaterThanOrEqual(calls.length);
  // The untyped graph looks the dataset up, and the typed one has its file.
  const asked = calls.filter(({ path }) => path.startsWith('/api/records/')).map(({ path }) => path);
  return { answer: read(data), calls: asked.sort() };
}

test.each([
  ['Country', 25],
  ['BirdStrike', 20],
  ['Earthquake', 25],
  ['City', 10],
])('questions about %s', async (name, numRuns) => {
  const type = types.find((one) => one.name === name);
  if (!type) throw new Error(`There is no type ${name}.`);
  const sampled = await sampledOf(type);
  const asked = randomQuestion(sampled).map((question) => ({
    typed: typedAsking(question),
    untyped: untypedAsking(question),
  }));
  await fc.assert(
    fc.asyncProperty(asked, async ({ typed, untyped }) => {
      const [ours, theirs] = [await answerTo(typed), await answerTo(untyped)];
      expect(ours.answer).toEqual(theirs.answer);
      // Of a filter that nothing passes a call more or less may be spared; none is made in addition.
      expect(ours.calls.length).toBeLessThanOrEqual(theirs.calls.length);
    }),
    { numRuns },
  );
});

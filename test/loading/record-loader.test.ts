/** Records by lists of ids: however the lists overlap, each id is asked for once, and each answer is in its place. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DatasetLoader } from '../../src/loading/dataset-loader.ts';
import { Habit } from '../../src/loading/portal-habits.ts';
import { RecordLoader } from '../../src/loading/record-loader.ts';
import { UpstreamMeter } from '../../src/loading/upstream-meter.ts';
import { OdsError } from '../../src/ods/errors.ts';
import type { ReadCall } from '../../src/ods/transport/call.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import type { Session } from '../../src/ods/transport/session.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const MALFORMED = '\ud800';

const recordOf = (datasetId: string, id: string) => ({
  datasetid: datasetId,
  recordid: id,
  fields: { name: `${datasetId} ${id}` },
});

/** A loader over a portal that has every id in every dataset, and the ids that it was asked for. */
function overPortal(merging = true) {
  const asked: string[] = [];
  const meter = new UpstreamMeter();
  const unused = () => Promise.reject(new Error('Only records are asked for.'));
  const session: Session = {
    credential: Credential.anonymous,
    onCall: () => meter.noteCall(),
    transport: {
      url: new URL('http://portal.test/'),
      getAnswer: async (caller, call) => {
        caller.onCall?.(call.path);
        const datasetId = call.datasetId ?? '';
        const ids = idsOf(call);
        asked.push(...ids.map((id) => `${datasetId} ${id}`));
        const records = ids.map((id) => recordOf(datasetId, id));
        const json = call.path.includes('/records/1.0/') ? { nhits: ids.length, records } : records[0];
        return { json, headers: {}, length: 0 };
      },
      stream: unused,
      post: unused,
      getChange: unused,
      quotaOf: () => undefined,
    },
  };
  const datasets = new DatasetLoader(session, meter, new Habit(() => 0));
  const loader = new RecordLoader({ session, meter, habit: new Habit(() => 0) }, datasets, merging);
  return { loader, meter, asked };
}

/** The ids of a search, or of a lookup, which has one in its path. */
function idsOf({ path, parameters }: ReadCall): string[] {
  const q = parameters.find(([name]) => name === 'q')?.[1];
  return q === undefined
    ? [path.split('/').at(-2) ?? '']
    : [...q.matchAll(/recordid:"(.)"/g)].map(([, id = '']) => id);
}

const QUESTION = fc.record({
  datasetId: fc.constantFrom('cities', 'countries'),
  ids: fc.array(fc.constantFrom(...IDS, MALFORMED), { maxLength: 6 }),
});
/** Questions that come at the same time, and after them others. */
const TURNS = fc.array(fc.array(QUESTION, { maxLength: 4 }), { maxLength: 3 });

test('whatever lists are asked for, together or one after another, each id is asked for once', async () => {
  const property = fc.asyncProperty(TURNS, async (turns) => {
    const { loader, meter, asked } = overPortal();
    let questions = 0;
    for (const turn of turns) {
      await Promise.all(
        turn.map(async ({ datasetId, ids }) => {
          const outcomes = await loader.loadMany(datasetId, ids, 'all');
          expect(outcomes).toHaveLength(ids.length);
          outcomes.forEach((outcome, index) => {
            const id = ids[index] ?? '';
            if (id === MALFORMED) expect(outcome).toBeInstanceOf(OdsError);
            else expect(outcome).toMatchObject({ datasetId, recordId: id });
          });
          questions += ids.filter((id) => id !== MALFORMED).length;
        }),
      );
    }
    expect(new Set(asked).size).toBe(asked.length);
    // Every question had a call of its own, or shared that of another.
    expect(meter.usage.calls + meter.usage.shared).toBe(questions);
  });
  await fc.assert(property);
});

test('one record is one of a list: what it may not be is its error', async () => {
  const { loader, asked } = overPortal();
  const [list, one, error] = await Promise.all([
    loader.loadMany('cities', ['a', 'b'], 'all'),
    loader.load('cities', 'b', 'all'),
    loader.load('cities', MALFORMED, 'all').catch((reason: unknown) => reason),
  ]);
  expect(one).toBe(list[1]);
  expect(error).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(asked).toEqual(['cities a', 'cities b']);
});

test('without merging each is asked for by itself, also again', async () => {
  const { loader, asked } = overPortal(false);
  await loader.loadMany('cities', ['a', 'b', 'a'], 'all');
  await loader.load('cities', 'a', 'all');
  expect(asked).toEqual(['cities a', 'cities b', 'cities a', 'cities a']);
});

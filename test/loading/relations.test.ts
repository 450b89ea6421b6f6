/** Records that belong together, from portals that answer as they like: no loop, and no record that is not the one. */
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/loading/analysis.ts';
import { type KeyValue, Relations } from '../../src/loading/relations.ts';
import { UpstreamMeter } from '../../src/loading/upstream-meter.ts';
import { readDataset } from '../../src/ods/dataset.ts';
import { OdsError } from '../../src/ods/errors.ts';
import type { ReadCall } from '../../src/ods/transport/call.ts';
import { Credential } from '../../src/ods/transport/credential.ts';
import type { Session } from '../../src/ods/transport/session.ts';

const dataset = readDataset({
  datasetid: 'countries',
  has_records: true,
  metas: {},
  fields: [
    { name: 'code', type: 'text' },
    { name: 'year', type: 'int' },
  ],
});

type Row = Record<string, unknown>;
type Reply = (call: ReadCall, index: number) => { total?: number; rows: Row[] };

const parameterOf = ({ parameters }: ReadCall, name: string): string =>
  parameters.find(([one]) => one === name)?.[1] ?? '';

/** Relations over a portal that replies so, and what it was asked. */
function over(reply: Reply, count: () => Promise<Analysis> = () => Promise.reject(new Error('No counts.'))) {
  const calls: ReadCall[] = [];
  const unused = () => Promise.reject(new Error('Only searches are asked for.'));
  const session: Session = {
    credential: Credential.anonymous,
    signal: new AbortController().signal,
    transport: {
      url: new URL('http://portal.test/'),
      getAnswer: async (_, call) => {
        calls.push(call);
        const { rows, total = rows.length } = reply(call, calls.length - 1);
        const records = rows.map((fields, index) => ({
          datasetid: 'countries',
          recordid: `${calls.length}-${index}`,
          fields,
        }));
        return { json: { nhits: total, records }, headers: {}, length: 0 };
      },
      stream: unused,
      post: unused,
      getChange: unused,
      quotaOf: () => undefined,
    },
  };
  const relations = new Relations(session, new UpstreamMeter(), true, count);
  const one = (values: readonly KeyValue[], fields = ['code']) =>
    relations.one({ dataset, fields, values, projection: new Set(['code']) }).then(
      (record) => record && [record.recordId, record.fields.code],
      (error: unknown) => (error instanceof OdsError ? error.code : error),
    );
  return { relations, calls, one };
}

describe('the one', () => {
  test('is the first of several with the same value, and each key is asked for once', async () => {
    const { one, calls } = over(() => ({ rows: [{ code: 'FR' }, { code: 'FR' }, { code: 'BE' }] }));
    expect(await Promise.all([one(['BE']), one(['FR']), one(['FR']), one(['DE'])])).toEqual([
      ['1-2', 'BE'],
      ['1-0', 'FR'],
      ['1-0', 'FR'],
      null,
    ]);
    expect(calls).toHaveLength(1);
  });

  test.each<[string, Row[]]>([
    ['other records', [{ code: 'fr' }, { code: 'XX' }]],
    ['records without the value', [{}, { code: null }, { name: 'FR' }]],
    ['values that are none', [{ code: ['FR'] }, { code: { text: 'FR' } }, { code: true }]],
    ['nothing', []],
  ])('is none if the portal answers with %s', async (_, rows) => {
    const { one, calls } = over(() => ({ rows }));
    expect(await Promise.all(['FR', 'undefined', 'null', 'true'].map((key) => one([key])))).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(calls).toHaveLength(1);
  });

  test('is asked for again if records of other keys took all the rows', async () => {
    const { one, calls } = over((call) =>
      parameterOf(call, 'rows') === '22'
        ? { total: 500, rows: Array.from({ length: 22 }, () => ({ code: 'FR' })) }
        : { rows: [{ code: 'BE' }] },
    );
    expect(await Promise.all([one(['FR']), one(['BE'])])).toEqual([
      ['1-0', 'FR'],
      ['2-0', 'BE'],
    ]);
    expect(calls).toHaveLength(2);
    expect(
      parameterOf(calls[1] ?? { path: '', parameters: [], kind: 'records', read: () => null }, 'q'),
    ).not.toContain('FR');
  });

  test.each<[string, Reply]>([
    ['the same record for ever', () => ({ total: 1e9, rows: [{ code: 'K0' }] })],
    ['another record each time', (_, index) => ({ total: 1e9, rows: [{ code: `K${index}` }] })],
    ['nothing of very much', () => ({ total: 1e9, rows: [] })],
  ])(
    'fails, after few calls and for those not found only, if the portal answers with %s',
    async (_, reply) => {
      const { one, calls } = over(reply);
      const keys = Array.from({ length: 50 }, (__, index) => `K${index}`);
      const found = await Promise.all(keys.map((key) => one([key])));
      expect(calls).toHaveLength(3);
      for (const [index, outcome] of found.entries()) {
        if (Array.isArray(outcome)) expect(outcome[1]).toBe(`K${index}`);
        else expect(outcome).toBe('UPSTREAM_INVALID_RESPONSE');
      }
    },
  );

  test('is nobody for a value that no query can say, and that is no harm to those beside it', async () => {
    const { one, calls } = over(() => ({ rows: [{ code: 'FR', year: 2020 }] }));
    expect(await Promise.all([one(['\ud800']), one(['FR'])])).toEqual([null, ['1-0', 'FR']]);
    expect(calls).toHaveLength(1);
    const fields = ['code', 'year'];
    expect(await Promise.all([one(['FR', 'much'], fields), one(['FR', 2020], fields)])).toEqual([
      null,
      ['2-0', 'FR'],
    ]);
    expect(await one(['\udc00'])).toBeNull();
    expect(calls).toHaveLength(2);
  });

  test.each([
    ['quotes', 'a"b\'c'],
    ['backslashes', '\\" OR code:"x'],
    ['operators', 'FR OR NOT #null(code)'],
    ['a space before and behind', ' FR '],
    ['nothing to see', '\u200b'],
    ['what is no text in JavaScript', 'undefined'],
    ['a name of every object', '__proto__'],
    ['a number', 12],
  ])('is found to the letter by a key with %s', async (_, key) => {
    const { one, calls } = over(() => ({ rows: [{ code: 'other' }, { code: key }] }));
    expect(await one([key])).toEqual(['1-1', key]);
    expect(calls).toHaveLength(1);
  });

  test('is asked for in calls of their own if keys are very long, and a hundred are one call', async () => {
    const { one, calls } = over(() => ({ rows: [] }));
    const long = 'x'.repeat(1_000_000);
    await Promise.all([one([long]), one(['a']), one([`${long}y`]), one(['b'])]);
    expect(calls.map((call) => parameterOf(call, 'q').length > 1_000_000)).toEqual([
      true,
      false,
      true,
      false,
    ]);
    calls.splice(0);
    await Promise.all(Array.from({ length: 250 }, (_, index) => one([`k${index}`])));
    expect(calls).toHaveLength(3);
  });
});

describe('how many', () => {
  const point = (x: Analysis['points'][number]['x'], value: number | null) => ({
    x,
    values: [value],
    names: ['count'],
  });
  const countsOf = (analysis: Analysis, keys: readonly KeyValue[]) => {
    const { relations } = over(
      () => ({ rows: [] }),
      () => Promise.resolve(analysis),
    );
    return Promise.all(
      keys.map((key) =>
        relations
          .count({ dataset, fields: ['code'], values: [key], filter: {}, timezone: null })
          .catch((error: unknown) => (error instanceof OdsError ? error.code : error)),
      ),
    );
  };

  test('are those of the very key; none if the portal has no such group', async () => {
    const points = [
      point(['FR'], 3),
      point(['fr'], 5),
      point([null], 7),
      point([{ year: 1 }], 8),
      point(['BE'], null),
    ];
    expect(
      await countsOf({ points, truncated: false, distinct: 5 }, [
        'FR',
        'BE',
        'null',
        'undefined',
        '[object Object]',
        '\ud800',
      ]),
    ).toEqual([3, 0, 0, 0, 0, 0]);
  });

  test('is not told to be none if the groups were cut short', async () => {
    const points = [point(['FR'], 3)];
    expect(await countsOf({ points, truncated: true, distinct: 9 }, ['FR', 'BE'])).toEqual([
      3,
      'UPSTREAM_INVALID_RESPONSE',
    ]);
  });
});

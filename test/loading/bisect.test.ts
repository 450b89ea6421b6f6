import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bisect } from '../../src/loading/bisect.ts';
import { OdsError, type OdsErrorCode } from '../../src/ods/errors.ts';

const refused = (what: string) => new OdsError('BAD_USER_INPUT', what, { status: 400 });

/** A portal that refuses any call with a bad number in it, and any call for more than `most`. */
function pickyPortal(isBad: (question: number) => boolean, most = Number.POSITIVE_INFINITY) {
  const calls: (readonly number[])[] = [];
  const ask = async (questions: readonly number[]) => {
    calls.push(questions);
    const bad = questions.filter(isBad);
    if (bad.length > 0) throw refused(`bad: ${bad}`);
    if (questions.length > most) throw refused('too many');
    return questions.map((question) => question * 2);
  };
  return { calls, ask };
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

test('what is not refused is one call', async () => {
  const { calls, ask } = pickyPortal(() => false);
  expect(await bisect(range(5), { ask })).toEqual([0, 2, 4, 6, 8]);
  expect(calls).toHaveLength(1);
});

test.each(range(5))('one of five that is bad costs no more than five calls: the one at %i', async (bad) => {
  const { calls, ask } = pickyPortal((question) => question === bad);
  const outcomes = await bisect(range(5), { ask });
  expect(outcomes).toEqual(
    range(5).map((question) => (question === bad ? refused(`bad: ${bad}`) : question * 2)),
  );
  expect(calls.length).toBeLessThanOrEqual(5);
});

test('one bad id of a hundred is found in a few calls', async () => {
  const { calls, ask } = pickyPortal((question) => question === 77);
  const outcomes = await bisect(range(100), { ask });
  expect(outcomes.filter((outcome) => outcome instanceof Error)).toHaveLength(1);
  expect(calls.length).toBeLessThanOrEqual(15);
});

test('each that can be answered alone is, and each other fails with its own error', async () => {
  await fc.assert(
    fc.asyncProperty(
      // No more than a third of them is bad.
      fc
        .array(fc.boolean(), { maxLength: 20 })
        .map((bad) => bad.map((isBad, index) => isBad && index % 3 === 0)),
      fc.integer({ min: 1, max: 20 }),
      async (bad, most) => {
        const { calls, ask } = pickyPortal((question) => bad[question] === true, most);
        const outcomes = await bisect(range(bad.length), { ask });
        expect(outcomes).toEqual(
          bad.map((isBad, question) => (isBad ? refused(`bad: ${question}`) : question * 2)),
        );
        expect(calls.length).toBeLessThanOrEqual(Math.max(1, 2 * bad.length - 1));
      },
    ),
  );
});

test.each([2, 5, 20, 50, 100])(
  'a portal that refuses everything is not asked to the end: %i',
  async (count) => {
    const { calls, ask } = pickyPortal(() => true);
    const outcomes = await bisect(range(count), { ask });
    expect(outcomes).toHaveLength(count);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(calls.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(count)) + 2);
  },
);

test('whatever it refuses, what is answered is right, and refusals are bounded by answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 60 }), async (bad) => {
      let answered = 0;
      const { calls, ask } = pickyPortal((question) => bad[question] === true);
      const outcomes = await bisect(range(bad.length), {
        ask: async (questions) => {
          const answers = await ask(questions);
          answered += 1;
          return answers;
        },
      });
      for (const [question, outcome] of outcomes.entries())
        if (!(outcome instanceof OdsError)) expect(outcome).toBe(question * 2);
      const most = 2 * Math.ceil(Math.log2(Math.max(1, bad.length))) + 2 + 3 * answered;
      expect(calls.length - answered).toBeLessThanOrEqual(most);
    }),
  );
});

test('what all have in common is asked for once where both halves were refused, and then no more', async () => {
  const { calls, ask } = pickyPortal(() => true);
  const askBare = () => Promise.reject(refused('bad filter'));
  expect(await bisect(range(50), { ask, askBare })).toEqual(range(50).map(() => refused('bad filter')));
  expect(calls).toHaveLength(3);
});

describe('what would hit everyone is asked for no second time', () => {
  test.each<[OdsErrorCode, number | undefined]>([
    ['QUOTA_EXCEEDED', 429],
    ['UNAUTHENTICATED', 401],
    ['FORBIDDEN', 403],
    ['UPSTREAM_UNAVAILABLE', 503],
    ['UPSTREAM_UNAVAILABLE', undefined],
    ['UPSTREAM_TIMEOUT', 504],
    ['UPSTREAM_INVALID_RESPONSE', 200],
    // Refused by this server, of an answer that is the same for all.
    ['BAD_USER_INPUT', undefined],
  ])('%s %s', async (code, status) => {
    const error = new OdsError(code, 'no', status === undefined ? {} : { status });
    let calls = 0;
    const ask = async () => {
      calls += 1;
      throw error;
    };
    expect(await bisect(range(5), { ask })).toEqual(range(5).map(() => error));
    expect(calls).toBe(1);
  });

  test('nor when it comes between', async () => {
    const error = new OdsError('QUOTA_EXCEEDED', 'no', { status: 429 });
    let calls = 0;
    const ask = async () => {
      calls += 1;
      throw calls === 1 ? refused('bad') : error;
    };
    expect(await bisect(range(8), { ask })).toEqual(range(8).map(() => error));
    expect(calls).toBe(2);
  });
});

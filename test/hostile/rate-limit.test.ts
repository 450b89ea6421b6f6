/** One caller that asks for all: nobody else goes without, and the portal's quota is not spent. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GOOD, type MisbehavingPortal, startMisbehavingPortal } from '../portals/misbehaving-portal.ts';
import { besiege, codesOf } from '../support/hostile.ts';
import { type Reply, send } from '../support/send.ts';

const OPERATIONS = 60;
const CALLS = 20;

let portal: MisbehavingPortal;
beforeAll(async () => {
  portal = await startMisbehavingPortal();
});
beforeEach(() => void portal.requests.splice(0));
afterAll(() => portal.close());

/** Each test has a minute of its own: the limit is of the process. */
const settings = () => ({ ODS_URL: portal.url, RATE_LIMIT: `${OPERATIONS}/${CALLS}` });
const answered = (replies: readonly Reply[]) =>
  replies.filter(({ answer }) => answer.errors === undefined).length;

async function flood(
  url: string,
  count: number,
  query: (n: number) => string,
  headers: (n: number) => Record<string, string>,
): Promise<Reply[]> {
  return Promise.all(
    Array.from({ length: count }, (_, n) =>
      send(`${url}/graphql`, { json: { query: query(n) }, headers: headers(n) }),
    ),
  );
}

/** Asks until it was done in one minute of the clock: in the next, each caller may ask as much again. */
async function inOneMinute<T>(ask: (attempt: number) => Promise<T>): Promise<T> {
  const minute = () => Math.floor(Date.now() / 60_000);
  for (let attempt = 0; ; attempt += 1) {
    const before = minute();
    portal.requests.splice(0);
    const outcome = await ask(attempt);
    if (minute() === before) return outcome;
  }
}

/** Asks as an ordinary client with a key of its own does, which no flood has used up. */
const other = (url: string) =>
  send(`${url}/graphql`, { json: { query: GOOD.query }, headers: { authorization: 'Apikey somebody-else' } });

describe('a caller of its own', () => {
  const siege = besiege({ settings, ordinary: { query: '{ __typename }', data: { __typename: 'Query' } } });

  test('calls that nothing is kept for are limited, and what is kept is still answered', async () => {
    const { replies, neighbour } = await siege.attack(async ({ url }) => {
      const flooded = await inOneMinute(() =>
        flood(
          url,
          50,
          () => '{ datasets { totalCount } }',
          () => ({ 'cache-control': 'no-cache' }),
        ),
      );
      return { replies: flooded, neighbour: await other(url) };
    });
    expect(portal.requests.length).toBeLessThanOrEqual(CALLS);
    const refused = replies.filter(({ answer }) => answer.errors !== undefined);
    expect(refused.length).toBeGreaterThanOrEqual(50 - CALLS);
    for (const reply of refused) {
      expect(codesOf(reply)).toEqual(['RATE_LIMITED']);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60);
    }
    expect(neighbour.answer.data).toEqual(GOOD.data);
  });
});

describe('a caller of its own', () => {
  const siege = besiege({ settings, ordinary: { query: GOOD.query, data: GOOD.data } });

  test('operations of one credential are limited, and no other caller is', async () => {
    const replies = await siege.attack(({ url }) =>
      inOneMinute((attempt) =>
        flood(
          url,
          200,
          () => '{ __typename }',
          () => ({ authorization: `Apikey flood-${attempt}` }),
        ),
      ),
    );
    expect(answered(replies)).toBe(OPERATIONS);
    for (const reply of replies) if (reply.answer.errors) expect(codesOf(reply)).toEqual(['RATE_LIMITED']);
  });
});

describe('a caller of its own', () => {
  const siege = besiege({ settings, ordinary: { query: '{ __typename }', data: { __typename: 'Query' } } });

  test('inventing keys brings no more than one caller has', async () => {
    portal.answer = (_, response) =>
      void response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"unknown key"}');
    await siege.attack(({ url }) =>
      inOneMinute((attempt) =>
        flood(
          url,
          200,
          (n) => `{ datasets(filter: { q: "i${n}" }) { totalCount } }`,
          (n) => ({ authorization: `Apikey invented-${attempt}-${n}` }),
        ),
      ),
    );
    expect(portal.requests.length).toBeLessThanOrEqual(2 * CALLS);
  });
});

/** What holds of any query: it has an answer, and finds what it names. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Portal, startPortal } from '../../../src/portal/portal.ts';
import { Client, startFixtures } from '../client.ts';
import { marks, texts } from './texts.ts';

let portal: Portal;
let client: Client;
let museums: Client;
let closeFixtures: () => Promise<void>;
const failures: Error[] = [];

beforeAll(async () => {
  const definitions = new URL('./texts.ts', import.meta.url).href;
  const onFailure = (error: Error) => failures.push(error);
  portal = await startPortal({ definitions, databaseFile: ':memory:', quota: 1_000_000, onFailure });
  client = new Client(portal.url);
  const fixtures = await startFixtures({ quota: 1_000_000 });
  ({ client: museums, close: closeFixtures } = fixtures);
});
afterAll(async () => {
  await portal.close();
  await closeFixtures();
  expect(failures).toEqual([]);
});

const inDoubleQuotes = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
const inSingleQuotes = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
const quoted = fc.constantFrom(inDoubleQuotes, inSingleQuotes);
const text = fc.constantFrom(...texts);

/** The numbers of the texts that a query finds. */
async function numbers(q: string): Promise<unknown[]> {
  const { records } = await client.records('texts', { q, rows: '10000', fields: 'number', sort: '-number' });
  return records.map((record) => record.fields.number);
}

const numbersOf = (isOne: (text: string) => boolean): number[] =>
  texts.flatMap((candidate, number) => (isOne(candidate) ? [number] : []));

describe('a quoted text', () => {
  test('equals exactly the records that are this text', async () => {
    const form = fc.constantFrom(
      (literal: string) => `value==${literal}`,
      (literal: string) => `value = ${literal}`,
      (literal: string) => `#exact(value,${literal})`,
      (literal: string) => `#exact( value , ${literal} )`,
      (literal: string) => `NOT NOT (value==${literal})`,
      (literal: string) => `value:[${literal} TO ${literal}]`,
    );
    await fc.assert(
      fc.asyncProperty(text, quoted, form, async (value, quote, write) => {
        expect(await numbers(write(quote(value)))).toEqual(numbersOf((candidate) => candidate === value));
      }),
      { numRuns: 300 },
    );
  });

  test('equals all of the records of a list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 50 }), quoted, async (values, quote) => {
        const q = values.map((value) => `value==${quote(value)}`).join(' OR ');
        expect(await numbers(q)).toEqual(numbersOf((candidate) => values.includes(candidate)));
      }),
      { numRuns: 50 },
    );
  });

  test('is the beginning of exactly the records that start with it', async () => {
    const beginning = text.chain((whole) =>
      fc.nat([...whole].length).map((length) => [...whole].slice(0, length).join('')),
    );
    await fc.assert(
      fc.asyncProperty(beginning, quoted, async (start, quote) => {
        const q = `#startswith(value,${quote(start)})`;
        expect(await numbers(q)).toEqual(numbersOf((candidate) => candidate.startsWith(start)));
      }),
      { numRuns: 200 },
    );
  });

  test('begins with all of itself, a NUL included', async () => {
    const number = texts.findIndex((candidate) => /.\0./s.test(candidate));
    const [whole = ''] = texts.slice(number);
    expect(await numbers(`#startswith(value,${inDoubleQuotes(whole)})`)).toContain(number);
    expect(await numbers(`#startswith(value,${inDoubleQuotes(`${whole}x`)})`)).not.toContain(number);
  });

  test('of words finds them as a phrase, a prefix of the last as well in a search', async () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '1'), minLength: 1, maxLength: 3 });
    const phrases = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(phrases, quoted, async (phrase, quote) => {
        const found = await numbers(`value:${quote(phrase)}`);
        const searched = await numbers(`#search(value,${quote(phrase)})`);
        expect(searched).toEqual(expect.arrayContaining(found));
        expect(await numbers(`#search(*,${quote(phrase)})`)).toEqual(searched);
      }),
      { numRuns: 100 },
    );
  });
});

describe('any text', () => {
  const words = [
    ...marks,
    ...[
      'visitors',
      'founded',
      'inspected',
      'point',
      'outline',
      'details',
      '#null(',
      '#search(',
      '#startswith(',
    ],
    ...[
      '#distance(',
      '#polygon(',
      '#geometry(',
      '"1,2"',
      '"(1,2),(3,4),(5,6)"',
      '#now(',
      'days=-1',
      'weekday=MO(2)',
    ],
    ...['[', ' TO ', ']', '[* TO *]', 'polygon', '9'.repeat(30), 'NOT (', ') OR ('],
  ];
  const query = fc.oneof(
    fc.array(fc.constantFrom(...words), { maxLength: 15 }).map((parts) => parts.join('')),
    fc.array(fc.constantFrom(...words), { maxLength: 15 }).map((parts) => parts.join(' ')),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ maxLength: 40 }),
  );

  test.each(['/api/records/1.0/search/', '/api/records/1.0/download/', '/api/datasets/1.0/search/'])(
    'is answered by %s, with a 400 at worst',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(query, async (q) => {
          const body = new URLSearchParams({ dataset: 'museums', q });
          const { status, text: answer } = await museums.call(path, { method: 'POST', body });
          expect([200, 400]).toContain(status);
          if (status === 400)
            expect(JSON.parse(answer)).toEqual({ error: expect.stringContaining('position') });
        }),
        { numRuns: 500 },
      );
    },
  );
});

describe('a query of many parts', () => {
  /** `(<part><part>…(<part><part>… … a))`, as deep as it may be. */
  const nested = (...parts: string[]) => {
    const levels = Array.from(
      { length: 190 },
      (_, level) => `(${(parts[level % parts.length] ?? '').repeat(40)}`,
    );
    return `${levels.join('')}a${')'.repeat(190)}`;
  };
  const many: [name: string, q: string][] = [
    ['conditions, nested', nested('a>1 ')],
    ['alternatives, nested', nested('a>1 OR ')],
    ['both, by turns', nested('a>1 OR ', 'rating>1 ')],
    ['words, nested', nested('a OR ', 'b ')],
    ['words and conditions', nested('a OR ', 'rating>1 ', 'NOT b ')],
    ['equal words', '#a '.repeat(33_000)],
    ['equal words in a search', `#search(*,"${'a '.repeat(40_000)}")`],
    ['different words', Array.from({ length: 10_000 }, (_, index) => `w${index}`).join(' ')],
    ['fields of a search', `#search(${'name,'.repeat(10_000)}"louvre")`],
    ['equalities', Array.from({ length: 9_000 }, (_, index) => `n=${index}`).join(' OR ')],
    ['comparisons', Array(9_000).fill('n>1').join(' OR ')],
    ['negations', 'NOT a '.repeat(2_000)],
    ['corners', `#polygon("${Array(8_000).fill('(1,2)').join()}")`],
    ['polygons', '#polygon("(1,2),(3,4),(5,6)")'.repeat(3_000)],
    ['settings', `founded>#now(${'days=1,'.repeat(14_000)}days=1)`],
    ['breaks', `name:"${'\\\\'.repeat(49_000)}"`],
  ];
  test.each(many)('is answered, of %s', async (_, q) => {
    expect(q.length).toBeLessThanOrEqual(100_000);
    for (const path of ['/api/records/1.0/search/', '/api/records/1.0/download/']) {
      const body = new URLSearchParams({ dataset: 'museums', q, format: 'json' });
      const { status, text: answer } = await museums.call(path, { method: 'POST', body });
      expect([200, 400]).toContain(status);
      if (status === 400)
        expect(JSON.parse(answer).error).toMatch(/too many (conditions|words|places|corners)|too deeply/);
    }
  });

  test('is answered as one with each of its words once', async () => {
    expect(await museums.museums({ q: 'paris '.repeat(2_000), sort: 'code' })).toBe('m1 m2 m6');
    expect(await museums.museums({ q: `#search(*,"${'art '.repeat(2_000)}")`, sort: 'code' })).toBe(
      'm1 m2 m4',
    );
  });

  test('finds what equals any of thousands of values', async () => {
    // 0, 1 and 2 are left out; each number from 0 to 149 is that of 67 records.
    const values = Array.from({ length: 9_000 }, (_, index) => `n:${index + 3}`);
    const body = new URLSearchParams({ dataset: 'numbers', q: values.join(' OR ') });
    const { status, text: answer } = await museums.call('/api/records/1.0/search/', { method: 'POST', body });
    expect(status).toBe(200);
    expect(JSON.parse(answer).nhits).toBe(9_849);
  });
});

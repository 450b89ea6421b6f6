import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startFixtures } from './client.ts';
import { nastyStrings } from './fixtures/datasets.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures());
});
afterAll(() => close());

describe('the groups', () => {
  test('are those asked and those refined, and only if they have values', async () => {
    const groups = async (parameters: Record<string, string | string[]>) =>
      (await client.records('museums', parameters)).facet_groups?.map((group) => group.name);
    expect(await groups({})).toBe(undefined);
    expect(await groups({ facet: ['kind', 'tags', 'kind'] })).toEqual(['kind', 'tags']);
    expect(await groups({ 'refine.kind': 'art' })).toEqual(['kind']);
    expect(await groups({ facet: 'tags', 'refine.kind': 'art' })).toEqual(['tags', 'kind']);
    expect(await groups({ facet: ['nope', 'name', 'point'] })).toEqual(['name']);
    expect(await groups({ facet: ['inspected', 'kind'], 'refine.place': 'Germany' })).toEqual([
      'kind',
      'place',
    ]);
    expect(await groups({ 'refine.kind': 'nothing', facet: 'tags' })).toBe(undefined);
    expect(await groups({ 'refine.nope': 'x' })).toBe(undefined);
  });

  test('come without any records too', async () => {
    const body = await client.records('museums', { rows: '0', facet: 'kind' });
    expect(body.facet_groups).toEqual([
      {
        name: 'kind',
        facets: [
          { name: 'art', path: 'art', count: 3, state: 'displayed' },
          { name: 'history', path: 'history', count: 1, state: 'displayed' },
          { name: 'science', path: 'science', count: 1, state: 'displayed' },
        ],
      },
    ]);
  });
});

describe('the values', () => {
  test('of numbers are strings', async () => {
    expect(
      await client.facet('museums', 'visitors', { facet: 'visitors', 'facetsort.visitors': 'num' }),
    ).toEqual([
      '0 1 displayed',
      '600000 1 displayed',
      '3300000 1 displayed',
      '3900000 1 displayed',
      '8900000 1 displayed',
    ]);
  });

  test('of a list are counted one by one', async () => {
    expect(await client.facet('museums', 'tags', { facet: 'tags' })).toEqual([
      'art 3 displayed',
      'history 2 displayed',
      'science 2 displayed',
      'painting 1 displayed',
    ]);
  });

  test('of a tree open down to what is refined, and one level below', async () => {
    expect(await client.facet('museums', 'place', { facet: 'place' })).toEqual([
      'France 4 displayed',
      'Germany 1 displayed',
      'Spain 1 displayed',
    ]);
    expect(await client.facet('museums', 'place', { 'refine.place': 'France' })).toEqual([
      'France 4 refined',
      'France/Paris 3 displayed',
      'France/Lyon 1 displayed',
    ]);
    const body = await client.records('museums', { 'refine.place': 'France/Paris' });
    expect(body.facet_groups).toEqual([
      {
        name: 'place',
        facets: [
          {
            name: 'France',
            path: 'France',
            count: 3,
            state: 'displayed',
            facets: [{ name: 'Paris', path: 'France/Paris', count: 3, state: 'refined' }],
          },
        ],
      },
    ]);
  });

  test('of dates are years, months, days; partial ones end where they end', async () => {
    expect(await client.facet('museums', 'founded', { facet: 'founded' })).toEqual([
      '2014 1 displayed',
      '1986 1 displayed',
      '1819 1 displayed',
      '1793 1 displayed',
      '1695 1 displayed',
    ]);
    expect(await client.facet('museums', 'founded', { 'refine.founded': '1793' })).toEqual([
      '1793 1 refined',
      '1793/08 1 displayed',
    ]);
    expect(await client.facet('museums', 'founded', { 'refine.founded': '1793-8' })).toEqual([
      '1793 1 displayed',
      '1793/08 1 refined',
      '1793/08/10 1 displayed',
    ]);
    expect(await client.facet('museums', 'founded', { 'refine.founded': '1986/12' })).toEqual([
      '1986 1 displayed',
      '1986/12 1 refined',
    ]);
    expect(await client.facet('museums', 'founded', { 'refine.founded': '1695' })).toEqual([
      '1695 1 refined',
    ]);
  });

  test('of instants are the days of the time zone', async () => {
    const refined = { 'refine.inspected': '2024/03' };
    expect(await client.facet('museums', 'inspected', refined)).toEqual([
      '2024 2 displayed',
      '2024/03 2 refined',
      '2024/03/30 1 displayed',
      '2024/03/31 1 displayed',
    ]);
    expect(await client.facet('museums', 'inspected', { ...refined, timezone: 'Europe/Paris' })).toEqual([
      '2024 2 displayed',
      '2024/03 2 refined',
      '2024/03/31 2 displayed',
    ]);
    expect(
      await client.facet('museums', 'inspected', { facet: 'inspected', timezone: 'Europe/Paris' }),
    ).toEqual(['2024 3 displayed']);
  });

  test('of any string are that string', async () => {
    const facets = await client.facet('nasty', 'value', { facet: 'value' });
    expect(new Set(facets)).toEqual(new Set(nastyStrings.map((value) => `${value} 1 displayed`)));
  });
});

describe('the states', () => {
  test('refined leaves only what goes with it', async () => {
    expect(await client.facet('museums', 'kind', { 'refine.kind': 'art' })).toEqual(['art 3 refined']);
    expect(await client.facet('museums', 'tags', { 'refine.tags': 'history' })).toEqual([
      'history 2 refined',
      'art 1 displayed',
      'science 1 displayed',
    ]);
  });

  test('disjunctive keeps the alternatives, counted without the refinement', async () => {
    const parameters = { 'refine.kind': 'art', 'disjunctive.kind': 'true', facet: 'tags' };
    expect(await client.facet('museums', 'kind', parameters)).toEqual([
      'art 3 refined',
      'history 1 displayed',
      'science 1 displayed',
    ]);
    expect(await client.facet('museums', 'tags', parameters)).toEqual([
      'art 3 displayed',
      'history 1 displayed',
      'painting 1 displayed',
    ]);
    expect(await client.facet('museums', 'kind', { ...parameters, 'refine.place': 'Spain' })).toEqual([
      'art 1 refined',
    ]);
  });

  test('excluded shows what was taken away', async () => {
    expect(await client.facet('museums', 'kind', { 'exclude.kind': 'art', facet: 'kind' })).toEqual([
      'art 3 excluded',
      'history 1 displayed',
      'science 1 displayed',
    ]);
    expect(await client.facet('museums', 'tags', { 'exclude.tags': 'art', facet: 'tags' })).toEqual([
      'art 3 excluded',
      'science 2 displayed',
      'history 1 displayed',
    ]);
    expect(await client.facet('museums', 'place', { 'exclude.place': 'France', facet: 'place' })).toEqual([
      'France 4 excluded',
      'Germany 1 displayed',
      'Spain 1 displayed',
    ]);
  });
});

describe('facetsort', () => {
  test.each([
    ['count', ['history', 'science', 'art']],
    ['-count', ['art', 'history', 'science']],
    ['alphanum', ['art', 'history', 'science']],
    ['-alphanum', ['science', 'history', 'art']],
  ])('%s', async (order, names) => {
    const body = await client.records('museums', { facet: 'kind', 'facetsort.kind': order });
    expect(body.facet_groups?.[0]?.facets.map((facet) => facet.name)).toEqual(names);
  });

  test('num, either way', async () => {
    const numbers = { facet: 'n', rows: '0' };
    expect((await client.facet('numbers', 'n', { ...numbers, 'facetsort.n': 'num' }))[2]).toMatch(/^2 /);
    expect((await client.facet('numbers', 'n', { ...numbers, 'facetsort.n': '-num' }))[0]).toMatch(/^149 /);
    expect((await client.facet('numbers', 'n', { ...numbers, 'facetsort.n': 'alphanum' }))[2]).toMatch(
      /^10 /,
    );
  });

  test('an unknown order is refused', async () => {
    const { status, error } = await client.fail('/api/records/1.0/search/', {
      dataset: 'museums',
      facet: 'kind',
      'facetsort.kind': 'random',
    });
    expect(status).toBe(400);
    expect(error).toContain('facetsort.kind');
  });
});

describe('a hundred values', () => {
  test('are shown and no more', async () => {
    expect(await client.facet('numbers', 'n', { facet: 'n' })).toHaveLength(100);
  });

  test('and those refined beyond', async () => {
    const facets = await client.facet('numbers', 'n', {
      'refine.n': '149',
      'disjunctive.n': 'true',
      'facetsort.n': 'num',
    });
    expect(facets).toHaveLength(101);
    expect(facets.at(-1)).toBe('149 67 refined');
  });
});

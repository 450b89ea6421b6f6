/** What each condition of the query language finds, by the type of its field, through the API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startFixtures } from '../client.ts';

let client: Client;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, close } = await startFixtures());
});
afterAll(() => close());

/** The museums that a query finds, without their `m`: `1 2 4`. */
async function found(q: string | string[], timezone = 'UTC'): Promise<string> {
  const codes = await client.museums({ q, timezone, sort: 'code' });
  return codes.replaceAll('m', '');
}

type Case = [q: string, found: string];

describe('a number', () => {
  test.each<Case>([
    ['visitors=3900000', '2'],
    ['visitors:3900000', '2'],
    ['visitors==3900000.0', '2'],
    ['visitors:"3.9e6"', '2'],
    ['visitors>3300000', '1 2'],
    ['visitors>=3300000', '1 2 4'],
    ['visitors<600000', '6'],
    ['visitors<=600000', '3 6'],
    ['visitors=0', '6'],
    ['visitors=-0', '6'],
    ['rating=5', '2'],
    ['rating>4.5', '1 2'],
    ['rating<0', '5'],
    ['rating=-1.5', '5'],
    ['rating>=-1.5', '1 2 3 5'],
    ['visitors:[600000 TO 3900000]', '2 3 4'],
    ['visitors:]600000 TO 3900000[', '4'],
    ['visitors:[600000 TO 3900000[', '3 4'],
    ['visitors:[* TO 600000]', '3 6'],
    ['visitors:]3300000 TO *]', '1 2'],
    ['visitors:[* TO *]', '1 2 3 4 6'],
    ['visitors:[5 TO 1]', ''],
    ['rating:[-2 TO 4.6]', '3 5'],
    ['visitors=many', ''],
    ['visitors>many', ''],
    ['visitors=0x10', ''],
    ['visitors=""', ''],
    ['visitors>=" "', ''],
    ['visitors>1e999', ''],
    ['visitors:[0 TO many]', ''],
    ['visitors=#now()', ''],
    ['visitors="3900000 OR 1"', ''],
    ['#exact(visitors,"3900000")', '2'],
    ['NOT visitors>3300000', '3 4 5 6'],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toBe(expected);
  });
});

describe('a date of any precision', () => {
  test.each<Case>([
    ['founded=1793-08-10', '1'],
    ['founded:1793/8/10', '1'],
    ['founded=1793-08', '1'],
    ['founded=1793', '1'],
    ['founded=1986', '2'],
    ['founded=1986-12', '2'],
    // The month counts as its first day.
    ['founded=1986-12-01', '2'],
    ['founded=1986-12-02', ''],
    ['founded=1695-01', '5'],
    ['founded>1986', '3'],
    ['founded>1986-12', '3'],
    ['founded>1985', '2 3'],
    ['founded>=1986', '2 3'],
    ['founded>=1986-12-02', '3'],
    ['founded<1793', '5'],
    ['founded<=1793', '1 5'],
    ['founded<1793-08-10', '5'],
    ['founded<=1793-08-10', '1 5'],
    ['founded<1695', ''],
    ['founded<=1695', '5'],
    ['founded:[1700 TO 1819]', '1 4'],
    ['founded:[1700 TO 1819-11-18]', '1'],
    ['founded:[1793-08-10 TO 1986-12]', '1 2 4'],
    ['founded:]1793 TO 1986[', '4'],
    ['founded:[* TO 1819]', '1 4 5'],
    ['founded:[2007 TO #now(years=+3)]', '3'],
    ['founded<=#now()', '1 2 3 4 5'],
    ['founded>#now()', ''],
    ['founded>#now(year=2000)', '3'],
    ['founded=2014-12-20T13:00:00Z', '3'],
    ['founded>2014-12-20T13:00:00Z', ''],
    ['founded=soon', ''],
    ['founded>2014-13', ''],
    ['NOT founded>1986', '1 2 4 5 6'],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toBe(expected);
  });
});

describe('an instant', () => {
  test.each<Case>([
    ['inspected==2024-03-30', '1'],
    ['inspected=2024-03', '1 2'],
    ['inspected:2023', '3'],
    ['inspected=2024-03-30T23:30:00Z', '1'],
    ['inspected=2024-03-31T01:30:00+02:00', '1'],
    ['inspected="2024-03-31T00:30:00.123"', '2'],
    ['inspected=2024-03-31T00:30:00Z', ''],
    ['inspected>2024-03-30', '2'],
    ['inspected>2024-03-30T23:30:00Z', '2'],
    ['inspected>=2024-03-30T23:30:00Z', '1 2'],
    ['inspected<2024', '3'],
    ['inspected<=2024-03-30', '1 3'],
    ['inspected:[2023 TO 2024-03-30]', '1 3'],
    ['inspected:]2023 TO 2024]', '1 2'],
    ['inspected:[2024-03-30T23:30:00Z TO 2024-03-31T00:30:00.123Z[', '1'],
    ['inspected<#now()', '1 2 3'],
    ['inspected:[#now(year=2024,month=1,day=1,hour=0,minute=0,second=0,microsecond=0) TO *]', '1 2'],
    ['record_timestamp==2024-03-10', '1 2 3 4 5 6'],
    ['record_timestamp>2024-03-10', ''],
    ['inspected=then', ''],
    ['NOT inspected<2024', '1 2 4 5 6'],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toBe(expected);
  });

  test.each<Case>([
    ['inspected==2024-03-30', ''],
    ['inspected==2024-03-31', '1 2'],
    ['inspected:2024', '1 2 3'],
    ['inspected>2024-01-01T00:30', '1 2'],
    ['inspected>=2024-01-01T00:30', '1 2 3'],
  ])('of Paris: %s', async (q, expected) => {
    expect(await found(q, 'Europe/Paris')).toBe(expected);
  });
});

describe('text', () => {
  test.each<Case>([
    ['name:louv', '1'],
    ['name:"louv"', ''],
    ['name:"louvre"', '1'],
    ['name:musee', '2 3'],
    ['name:"musée des"', '3'],
    ['name:d’Orsay', '2'],
    ['name=Louvre', '1'],
    ['name==Louvre', '1'],
    ['name==louvre', ''],
    ['name=Louv', ''],
    ['name=="Musée d’Orsay"', '2'],
    ['kind=art', '1 2 4'],
    ['tags==art', '1 2 4'],
    ['tags==painting', '4'],
    ['tags=="art,history"', '1'],
    ['tags==hist', ''],
    ['place==France/Paris', '1 2 6'],
    ['place==Paris', ''],
    ['place:paris', '1 2 6'],
    ['name>Prado', '5 6'],
    ['name>=Prado', '4 5 6'],
    ['name<M', '1'],
    ['name:[L TO N]', '1 2 3'],
    ['name:]Louvre TO Prado[', '2 3'],
    ['recordid:x', ''],
    ['code:"m1" OR code:"m4" OR code=m5', '1 4 5'],
    ['name==#now()', ''],
    ['name:!!!', ''],
    ['name=""', ''],
    ['NOT tags==art', '3 5 6'],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toBe(expected);
  });

  test('of a record id is the whole of it, however it is written', async () => {
    const { records } = await client.records('museums', { sort: 'code' });
    const [one = '', two = ''] = records.map((record) => record.recordid);
    for (const q of [`recordid:${one}`, `recordid:"${one}"`, `recordid:'${one}'`, `recordid=${one}`]) {
      expect(await found(q)).toBe('1');
    }
    expect(await found(`recordid:"${one}" OR recordid:"${two}"`)).toBe('1 2');
    expect(await found(`recordid:${one.slice(0, 39)}`)).toBe('');
  });
});

describe('places, files and JSON', () => {
  test.each<Case>([
    ['point=48', ''],
    ['outline:polygon', ''],
    ['photo:louvre', ''],
    ['details==403', ''],
    ['details:[1 TO 2]', ''],
    ['point:[* TO *]', '1 2 3 4 6'],
    ['photo:[* TO *]', '1'],
    ['#exact(details,"x")', ''],
    ['#startswith(photo,"{")', ''],
    ['#search(point,"48")', ''],
  ])('have nothing to compare: %s', async (q, expected) => {
    expect(await found(q)).toBe(expected);
  });
});

describe('a field that does not exist', () => {
  test.each([
    'nope:x',
    'nope>1',
    'nope:[1 TO 2]',
    '#null(nope)',
    '#exact(nope,"x")',
    '#search(nope,"x")',
    '#startswith(nope,"x")',
    '#distance(nope,"1,2",9)',
    '#polygon(nope,"(1,2),(3,4),(5,6)")',
    '#geometry(nope,"point")',
  ])('%s finds nothing, and its contrary all', async (q) => {
    expect(await found(q)).toBe('');
    expect(await found(`NOT ${q}`)).toBe('1 2 3 4 5 6');
  });
});

describe('a function', () => {
  test.each<Case>([
    ['#null(point)', '5'],
    ['#null(rating)', '4 6'],
    ['#null(photo)', '2 3 4 5 6'],
    ['NOT #null(details)', '1'],
    ['#null(code)', ''],
    ['#exact(name,"Louvre")', '1'],
    ['#exact(name,louvre)', ''],
    ['#exact(tags,"history")', '1 3'],
    ['#exact(founded,"1986-12")', '2'],
    ['#startswith(name,"Mus")', '2 3'],
    ['#startswith(name,"mus")', ''],
    ['#startswith(name,"Musée d’")', '2'],
    ['#startswith(name,"")', '1 2 3 4 5 6'],
    ['#startswith(tags,"")', '1 2 3 4 6'],
    ['#startswith(name,"%")', ''],
    ['#startswith(visitors,"3")', ''],
    ['#search(*,"musee lyon")', '3'],
    ['#search(name,"musee lyon")', ''],
    ['#search(name,place,"musee lyon")', '3'],
    ['#search(name,"orsay mus")', '2'],
    ['#search(name,"mus orsay")', ''],
    ['#search(name,confl)', '3'],
    ['#search(visitors,"3")', ''],
    ['#search(*,"!")', ''],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toBe(expected);
  });
});

describe('words', () => {
  test.each<Case>([
    ['louv', '1'],
    ['"louv"', ''],
    ['"LOUVRE"', '1'],
    ['mus con', '3'],
    ['paris art', '1 2'],
    ['paris art visitors>5000000', '1'],
    ['musee OR prado', '2 3 4'],
    ['louvre OR musee orsay', '1 2'],
    ['(louvre OR musee) orsay', '2'],
    ['louvre !!!', '1'],
    ['!!!', ''],
    ['NOT paris', '3 4 5'],
    ['paris NOT art', '6'],
    ['NOT (paris OR prado)', '3 5'],
    ['france/lyon', '3'],
    ['art* AND "history"', '1'],
    ['near AND not', ''],
    ['^louvre', '1'],
    ['name : louvre', '1'],
  ])('%s', async (q, expected) => {
    expect(await found(q)).toBe(expected);
  });
});

describe('several queries', () => {
  test('all hold, each as if in parentheses', async () => {
    expect(await found(['louvre OR musee', 'paris OR lyon', 'rating>4.6'])).toBe('1 2');
    expect(await found(['NOT paris', '', ' '])).toBe('3 4 5');
  });
});

describe('the catalog', () => {
  test.each<[q: string, ids: string]>([
    ['datasetid:"museums" OR datasetid:numbers', 'museums numbers'],
    ['datasetid:muse', ''],
    ['records_count>=10050', 'numbers'],
    ['records_count:[1 TO 100]', 'museums nasty'],
    ['(title:numbers OR description:museums) AND records_count >= 7', 'numbers'],
    ['modified>2023', 'empty museums'],
    ['modified==2022-07-15', 'nasty'],
    ['publisher:"city of paris"', 'museums'],
    ['theme=="Culture, Heritage"', 'museums nasty'],
    ['#exact(keyword,"art")', 'museums'],
    ['#null(theme)', 'empty'],
    ['secret OR xyzzy', ''],
  ])('answers %s', async (q, ids) => {
    const { datasets } = await client.datasets({ q, rows: '100' });
    expect(
      datasets
        .map(({ datasetid }) => datasetid)
        .sort()
        .join(' '),
    ).toBe(ids);
  });
});

/** From a text to a tree: what is a word, a phrase, a clause or a call, and what combines them. */
import { describe, expect, test } from 'vitest';
import type { QueryNode } from '../../../src/portal/query/ast.ts';
import { parseQuery, QuerySyntaxError } from '../../../src/portal/query/query.ts';

/** A tree in a line: `(and (word "a") (not (word "b")))`. */
function lineOf(node: QueryNode | null): string {
  if (node === null) return 'nothing';
  switch (node.kind) {
    case 'and':
    case 'or':
      return `(${[node.kind, ...node.nodes.map(lineOf)].join(' ')})`;
    case 'not':
      return `(not ${lineOf(node.node)})`;
    case 'word':
      return node.text;
    case 'phrase':
      return JSON.stringify(node.text);
    case 'clause':
      return `${node.field}${node.operator}${JSON.stringify(node.value)}`;
    default:
      return JSON.stringify(node);
  }
}

const lines = (text: string): string => lineOf(parseQuery(text));

/** The value of a clause. */
function clauseValue(text: string): unknown {
  const node = parseQuery(text);
  return node?.kind === 'clause' ? node.value : `${text} is no clause`;
}

const literal = (text: string, quoted = false) => ({ kind: 'literal', text, quoted });

describe('nothing', () => {
  test.each(['', ' ', '\t\n\u00a0\u3000\uFEFF'])('is what %j asks for', (text) => {
    expect(parseQuery(text)).toBeNull();
  });
});

describe('what combines', () => {
  test.each([
    ['a b', '(and a b)'],
    ['a AND b', '(and a b)'],
    ['a b AND c', '(and a b c)'],
    ['a OR b', '(or a b)'],
    ['a OR b c', '(or a (and b c))'],
    ['a b OR c AND d OR e', '(or (and a b) (and c d) e)'],
    ['(a OR b) c', '(and (or a b) c)'],
    ['NOT a b', '(and (not a) b)'],
    ['NOT a OR b', '(or (not a) b)'],
    ['NOT (a b)', '(not (and a b))'],
    ['NOT NOT a', '(not (not a))'],
    ['a AND NOT b', '(and a (not b))'],
    ['a NOT b', '(and a (not b))'],
    ['(((a)))', 'a'],
    ['(a)(b)', '(and a b)'],
    ['a(b)', '(and a b)'],
    ['NOT(a)OR(b)', '(or (not a) b)'],
    ['"a""b"', '(and "a" "b")'],
    [' a \n AND\t b ', '(and a b)'],
  ])('%s', (text, tree) => {
    expect(lines(text)).toBe(tree);
  });

  test.each([
    ['and', 'and'],
    ['or', 'or'],
    ['not', 'not'],
    ['a or', '(and a or)'],
    ['(a and) b', '(and (and a and) b)'],
    ['or a', '(and or a)'],
    ['And a Or b Not c', '(and And a Or b Not c)'],
    ['a or b', '(or a b)'],
    ['a and b', '(and a b)'],
    ['not a', '(not a)'],
    ['not(a)or(b)', '(or (not a) b)'],
    ['a or not b and c', '(or a (and (not b) c))'],
    ['-a', '(not a)'],
    ['a -b', '(and a (not b))'],
    ['-(a OR b)', '(not (or a b))'],
    ['-"a b"', '(not "a b")'],
    ['a - b', '(and a - b)'],
    ['--a', '--a'],
    ['a-b', 'a-b'],
    ['ORANGE', 'ORANGE'],
    ['NOTHING', 'NOTHING'],
    ['ANDORRA OR', undefined],
    ['a AND', undefined],
    ['OR a', undefined],
    ['AND', undefined],
    ['NOT', undefined],
    ['a OR AND b', undefined],
    ['a AND AND b', undefined],
    ['()', undefined],
    ['(a', undefined],
    ['a)', undefined],
    ['"a', undefined],
  ])('stands between, in capitals or not, or is a word: %s', (text, tree) => {
    if (tree === undefined) expect(() => parseQuery(text)).toThrow(QuerySyntaxError);
    else expect(lines(text)).toBe(tree);
  });
});

describe('words and phrases', () => {
  test.each([
    ['d’été', 'd’été'],
    ["d'été", "d'été"],
    ['a-b', 'a-b'],
    ['#art', '#art'],
    ['100%', '100%'],
    ['*', '*'],
    ['a*', 'a*'],
    ['http://example.org/a', 'http://example.org/a'],
    ['10:30', '10:30'],
    ['é:x', 'é:x'],
    ['日本 語', '(and 日本 語)'],
    ['"a  b"', '"a  b"'],
    [String.raw`"a \"b\" \\ \n"`, String.raw`"a \"b\" \\ \\n"`],
    ['""', '""'],
  ])('%s', (text, tree) => {
    expect(lines(text)).toBe(tree);
  });
});

describe('clauses', () => {
  test.each([':', '=', '==', '>', '>=', '<', '<='])(
    'have the operator %s, with or without space',
    (operator) => {
      for (const text of [`size${operator}7`, `size ${operator} 7`, `size\t${operator}\n7`]) {
        expect(parseQuery(text)).toEqual({ kind: 'clause', field: 'size', operator, value: literal('7') });
      }
    },
  );

  test.each([
    ['a:b', literal('b')],
    ['a:"b c"', literal('b c', true)],
    ["a:'b c'", literal('b c', true)],
    ['a:""', literal('', true)],
    [String.raw`a:"\"\\\'\x"`, literal(String.raw`"\'\x`, true)],
    [String.raw`a:'it\'s "so"'`, literal(`it's "so"`, true)],
    ['a:b:c', literal('b:c')],
    ['a==b=c', literal('b=c')],
    ['a:http://x', literal('http://x')],
    ['a:2018-12-13T11:00:00+00:00', literal('2018-12-13T11:00:00+00:00')],
    ['a>-1.5e3', literal('-1.5e3')],
    ['a:*', literal('*')],
    ['a:#art', literal('#art')],
    ['a:NOT', literal('NOT')],
  ])('%s has its value', (text, value) => {
    expect(clauseValue(text)).toEqual(value);
  });

  test('have dotted names, and none that begin with a digit', () => {
    expect(parseQuery('explore.a_1:x')).toMatchObject({ kind: 'clause', field: 'explore.a_1' });
    expect(lines('1a:x')).toBe('1a:x');
    expect(lines('a.:x')).toBe('a.:x');
  });

  test('end where their value ends', () => {
    expect(lines('a:b c OR d:e')).toBe(
      `(or (and a:${JSON.stringify(literal('b'))} c) d:${JSON.stringify(literal('e'))})`,
    );
    expect(lines('(a:b)')).toBe(`a:${JSON.stringify(literal('b'))}`);
  });

  test.each(['a:(b)', 'a:#foo(1)', 'a==[1]', 'a:[1 TO', 'a:]', 'a>(b)'])(
    '%s is none, nor anything else',
    (text) => {
      expect(() => parseQuery(text)).toThrow(QuerySyntaxError);
    },
  );

  test('lack a value only in words', () => {
    expect(lines('a: OR b')).toBe(`(and a:${JSON.stringify(literal('OR'))} b)`);
    expect(lines('a:')).toBe('a:');
    expect(lines('a>=')).toBe('a>=');
  });
});

describe('ranges', () => {
  test.each([
    ['a:[1 TO 5]', '1', '5', true, true],
    ['a=[1 TO 5[', '1', '5', true, false],
    ['a==]1 TO 5]', '1', '5', false, true],
    ['a:]1 TO 5[', '1', '5', false, false],
    ['a:[ 2001/02 TO 2003-04-05 ]', '2001/02', '2003-04-05', true, true],
  ])('%s', (text, from, to, includesFrom, includesTo) => {
    expect(clauseValue(text)).toEqual({
      kind: 'range',
      from: literal(from),
      to: literal(to),
      includesFrom,
      includesTo,
    });
  });

  test('may be open, quoted, and up to now', () => {
    expect(clauseValue('a:[* TO *]')).toMatchObject({ from: null, to: null });
    expect(clauseValue('a:["x y" TO \'TO\']')).toMatchObject({
      from: literal('x y', true),
      to: literal('TO', true),
    });
    expect(clauseValue('a:[2007 TO #now(years=+3)]')).toMatchObject({
      to: { kind: 'now', add: { years: 3 } },
    });
  });

  test.each(['a>[1 TO 2]', 'a:[1 to 2]', 'a:[1 TO 2', 'a:[1 TO 2)', 'a:[1 2]', 'a:[TO 2]'])(
    '%s is none',
    (text) => {
      expect(() => parseQuery(text)).toThrow(QuerySyntaxError);
    },
  );
});

describe('calls', () => {
  test.each<[string, object]>([
    ['#null(a)', { kind: 'null', field: 'a' }],
    ['#NULL( a )', { kind: 'null', field: 'a' }],
    ['#exact(a,"b, \\"c\\"")', { kind: 'exact', field: 'a', text: 'b, "c"' }],
    ['#exact(a, b c )', { kind: 'exact', field: 'a', text: 'b c' }],
    ["#startswith(a,'b')", { kind: 'startswith', field: 'a', text: 'b' }],
    ['#search(a,b,"c d")', { kind: 'search', fields: ['a', 'b'], text: 'c d' }],
    ['#search(*,"c d")', { kind: 'search', fields: ['*'], text: 'c d' }],
    ['#search(champ,valeur)', { kind: 'search', fields: ['champ'], text: 'valeur' }],
    [
      '#distance(p,"48.5,-2",1e3)',
      { kind: 'distance', field: 'p', center: { latitude: 48.5, longitude: -2 }, meters: 1000 },
    ],
    [
      '#distance("48.5, 2",10)',
      { kind: 'distance', field: null, center: { latitude: 48.5, longitude: 2 }, meters: 10 },
    ],
    [
      '#polygon(p,"(1,2),(3,4), ( 5 , 6 )")',
      {
        kind: 'polygon',
        field: 'p',
        points: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    ],
    ['#polygon("(1,2),(3,4),(5,6)")', { field: null }],
    ['#geometry(p,"point")', { kind: 'geometry', field: 'p', shape: 'point' }],
    ['#geometry("point")', { kind: 'geometry', field: null, shape: 'point' }],
  ])('%s', (text, node) => {
    expect(parseQuery(text)).toMatchObject(node);
  });

  test.each([
    '#foo(a)',
    '#null()',
    '#null("a")',
    '#null(a,b)',
    '#exact(a)',
    '#exact("b")',
    '#startswith(a,)',
    '#search("x")',
    '#distance(p,"48.5",10)',
    '#distance(p,"91,0",10)',
    '#distance(p,"0,181",10)',
    '#distance(p,"1,2",far)',
    '#polygon(p,"(1,2),(3,4)")',
    '#polygon(p,"(1,2),(3,4),(5,200)")',
    '#polygon(p,"1,2,3,4,5,6")',
    '#now()',
    'a:#now(',
    'a:#now(centuries=1)',
    'a:#now(month=13)',
    'a:#now(hour=24)',
    'a:#now(weekday=7)',
    'a:#now(weekday=XX)',
    'a:#now(weekday=MO(0))',
    'a:#now(days=1.5)',
    'a:#now(days=)',
  ])('%s is none', (text) => {
    expect(() => parseQuery(text)).toThrow(QuerySyntaxError);
  });

  test('of #now set, add and move on', () => {
    const now = { kind: 'now', set: {}, add: {}, weekday: null };
    expect(clauseValue('a>#now()')).toEqual(now);
    expect(clauseValue('a > #NOW( years = -1 , hours=+2 , year=2001 )')).toEqual({
      ...now,
      add: { years: -1, hours: 2 },
      set: { year: 2001 },
    });
    expect(clauseValue('a>#now(weekday=0)')).toEqual({ ...now, weekday: { day: 0, nth: 1 } });
    expect(clauseValue('a>#now(weekday=SU(-2))')).toEqual({ ...now, weekday: { day: 6, nth: -2 } });
    expect(clauseValue('a>#now(weekday=TU)')).toEqual({ ...now, weekday: { day: 1, nth: 1 } });
  });
});

describe('an error', () => {
  test.each<[string, number, RegExp]>([
    ['kind:(art', 5, /position 5/],
    ['a AND (b OR', 11, /end of input/],
    ['#foo(a)', 0, /#exact/],
    ['a:#now(centuries=1)', 7, /no setting "centuries"; it has years, .*weekday/],
    ['a:#now(month=13)', 7, /month from 1 to 12/],
    ['#distance(p,"here",1)', 12, /"here" is not of the form "latitude,longitude"/],
    ['#polygon(p,"(1,2)")', 11, /three points or more/],
  ])('in %s is told with its place', (text, offset, message) => {
    const error = errorOf(text);
    expect(error?.message).toMatch(message);
    expect(error?.offset).toBe(offset);
  });

  test('is a text that is too long, or too deep', () => {
    expect(lines('a'.repeat(100_000))).toHaveLength(100_000);
    expect(errorOf('a'.repeat(100_001))?.message).toMatch(/longer than 100000/);
    expect(lines(`${'('.repeat(200)}a${')'.repeat(200)}`)).toBe('a');
    expect(errorOf(`${'('.repeat(201)}a${')'.repeat(201)}`)?.message).toMatch(/200 deep/);
    expect(errorOf(`${'NOT '.repeat(201)}a`)?.message).toMatch(/200 deep/);
    expect(errorOf('('.repeat(100_000))?.message).toMatch(/200 deep/);
    // Side by side, there is no depth.
    expect(() => parseQuery('(a) NOT b '.repeat(1_000))).not.toThrow();
  });
});

function errorOf(text: string): QuerySyntaxError | null {
  try {
    parseQuery(text);
    return null;
  } catch (error) {
    if (error instanceof QuerySyntaxError) return error;
    throw error;
  }
}

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ieeeRemainder, rint, ulp } from '../../../src/portal/analysis/functions.ts';
import { Api, samples, startSamples } from './fixture.ts';

let analyze: Api;
let close: () => Promise<void>;
let failures: Error[];

beforeAll(async () => {
  const started = await startSamples();
  ({ close, failures } = started);
  analyze = new Api(started.url, '/api/records/1.0/analyze/');
});
afterAll(async () => {
  await close();
  expect(failures).toEqual([]);
});

/** The value of an expression for every sample. */
async function valuesOf(expression: string): Promise<(number | null)[]> {
  const rows: { v: number | null }[] = await analyze.get({
    dataset: 'samples',
    x: 'id',
    'y.v.func': 'MAX',
    'y.v.expr': expression,
  });
  return rows.map(({ v }) => v);
}

/** The value of an expression without fields. */
const constant = async (expression: string): Promise<number | null> =>
  (await valuesOf(expression))[0] ?? null;

describe('the arithmetic', () => {
  test.each([
    ['1+2*3', 7],
    ['(1+2)*3', 9],
    ['10-4-3', 3],
    ['7/2', 3.5],
    ['16/4/2', 2],
    ['-2*-3', 6],
    ['--5', 5],
    ['+5 - +2', 3],
    ['-(2+3)', -5],
    ['1e3 + .5 + 2. + 1.5E-1', 1002.65],
    [' \t\n1 ', 1],
    ['1/0', null],
    ['0/0', null],
    ['1e999', null],
    ['1e308*10', null],
    ['1e308*10-1e308*10', null],
  ])('%s', async (expression, value) => {
    expect(await constant(expression)).toBe(value);
  });

  test('divides whole numbers as numbers', async () => {
    expect(await valuesOf('n/2')).toEqual(samples.map(({ n }) => n / 2));
  });

  test('has no value where a field has none', async () => {
    expect(await valuesOf('a+b')).toEqual(samples.map(({ a, b }) => (b === undefined ? null : a + b)));
  });
});

describe('the functions, as Java has them', () => {
  test.each([
    ['log(exp(2))', 2],
    ['log10(1000)', 3],
    ['log(0)', null],
    ['log(-1)', null],
    ['sqrt(-1)', null],
    ['asin(2)', null],
    ['exp(1000)', null],
    ['pow(0,-1)', null],
    ['pow(2,10)', 1024],
    ['pow(-8,1/3)', null],
    ['cbrt(-27)', -3],
    ['round(2.5)', 3],
    ['round(-2.5)', -2],
    ['round(0.49999999999999994)', 0],
    ['rint(2.5)', 2],
    ['rint(3.5)', 4],
    ['rint(-2.5)', -2],
    ['ceil(-1.2)', -1],
    ['floor(-1.2)', -2],
    ['abs(-3)', 3],
    ['max(1, 2)', 2],
    ['min(1, -2)', -2],
    ['signum(-9)', -1],
    ['signum(0)', 0],
    ['IEEEremainder(5, 3)', -1],
    ['IEEEremainder(-5, 3)', 1],
    ['IEEEremainder(3, 2)', -1],
    ['IEEEremainder(1, 2)', 1],
    ['IEEEremainder(1, 0)', null],
    ['ulp(1)', 2 ** -52],
    ['ulp(0)', Number.MIN_VALUE],
    ['hypot(3, 4)', 5],
    ['toDegrees(atan2(1, 1))', 45],
    ['toRadians(180)', Math.PI],
    ['sinh(1)', Math.sinh(1)],
    ['cosh(1)', Math.cosh(1)],
    ['cosh(1000)', null],
    ['tanh(1)', Math.tanh(1)],
    ['sin(1)+cos(1)+tan(1)', Math.sin(1) + Math.cos(1) + Math.tan(1)],
    ['acos(0)+atan(1)', Math.PI * 0.75],
  ])('%s', async (expression, value) => {
    const found = await constant(expression);
    if (value === null || found === null) expect(found).toBe(value);
    else expect(found).toBeCloseTo(value, 12);
  });

  test('random is another number each time', async () => {
    const values = await valuesOf('random()');
    expect(new Set(values).size).toBe(samples.length);
    expect(values.every((value) => value !== null && value >= 0 && value < 1)).toBe(true);
  });

  test('time is of dates, in milliseconds', async () => {
    const [row] = await analyze.get({
      dataset: 'visits',
      q: 'who:cid',
      'y.on.func': 'MAX',
      'y.on.expr': 'time(on)',
      'y.at.func': 'MAX',
      'y.at.expr': 'time(at)',
    });
    expect(row).toEqual({ on: Date.UTC(2024, 11, 1), at: Date.UTC(2024, 6, 1, 12, 0, 30, 500) });
  });

  test('keep their laws', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        if (Math.abs(a) < 2 ** 52) expect(Math.abs(rint(a) - a)).toBeLessThanOrEqual(0.5);
        else expect(rint(a)).toBe(a);
        expect(ulp(a)).toBe(ulp(-a));
        if (Math.abs(a) < Number.MAX_VALUE) expect(Math.abs(a) + ulp(a)).toBeGreaterThan(Math.abs(a));
        if (b !== 0) expect(Math.abs(ieeeRemainder(a, b)) / Math.abs(b)).toBeLessThanOrEqual(0.5);
      }),
    );
  });
});

type Sample = (typeof samples)[number];

/** An expression, and the same in JavaScript. */
interface Expression {
  text: string;
  evaluate: (sample: Sample) => number;
}

const noInfinity = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);

/** The functions that both sides compute to the last digit; the portal's own give no infinity. */
const unary = new Map<string, (a: number) => number>([
  ['sqrt', Math.sqrt],
  ['abs', Math.abs],
  ['floor', Math.floor],
  ['ceil', Math.ceil],
  ['exp', (a) => noInfinity(Math.exp(a))],
  ['cbrt', (a) => noInfinity(Math.cbrt(a))],
  ['cosh', (a) => noInfinity(Math.cosh(a))],
  ['round', (a) => noInfinity(Math.round(a))],
]);
const binary = new Map<string, (a: number, b: number) => number>([
  ['pow', (a, b) => noInfinity(a ** b)],
  ['hypot', (a, b) => noInfinity(Math.hypot(a, b))],
  ['max', Math.max],
  ['min', Math.min],
]);
const operators = new Map<string, (a: number, b: number) => number>([
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => (b === 0 ? Number.NaN : a / b)],
]);

/** JavaScript's pow makes a number of what is none. */
const either = (compute: (a: number, b: number) => number, a: number, b: number): number =>
  Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : compute(a, b);

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constant<Expression>({ text: 'a', evaluate: ({ a }) => a }),
  fc.constant<Expression>({ text: 'b', evaluate: ({ b }) => b ?? Number.NaN }),
  fc.constant<Expression>({ text: 'n', evaluate: ({ n }) => n }),
  fc.integer({ min: 0, max: 1000 }).map((n): Expression => ({ text: String(n / 8), evaluate: () => n / 8 })),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5 },
    leaf,
    fc.tuple(tie('expression'), fc.constantFrom(...operators), tie('expression')).map(
      ([left, [operator, compute], right]): Expression => ({
        text: `(${left.text} ${operator} ${right.text})`,
        evaluate: (sample) => compute(left.evaluate(sample), right.evaluate(sample)),
      }),
    ),
    tie('expression').map(
      ({ text, evaluate }): Expression => ({
        text: `-${text}`,
        evaluate: (sample) => -evaluate(sample),
      }),
    ),
    fc.tuple(fc.constantFrom(...unary), tie('expression')).map(
      ([[name, compute], argument]): Expression => ({
        text: `${name}(${argument.text})`,
        evaluate: (sample) => compute(argument.evaluate(sample)),
      }),
    ),
    fc.tuple(fc.constantFrom(...binary), tie('expression'), tie('expression')).map(
      ([[name, compute], left, right]): Expression => ({
        text: `${name}(${left.text}, ${right.text})`,
        evaluate: (sample) => either(compute, left.evaluate(sample), right.evaluate(sample)),
      }),
    ),
  ),
}));

test('any expression has the value that JavaScript gives it', async () => {
  await fc.assert(
    fc.asyncProperty(expression, async ({ text, evaluate }) => {
      fc.pre(text.length < 1_500);
      const expected = samples.map(evaluate).map((value) => (Number.isFinite(value) ? value + 0 : null));
      expect(await valuesOf(text)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

describe('what is wrong is told with its place', () => {
  const refused = (expr: string) => analyze.fail({ dataset: 'samples', 'y.s.func': 'SUM', 'y.s.expr': expr });

  test.each([
    ['1+', 'position 2'],
    ['a b', 'position 2'],
    ['(a', 'position 2'],
    ['a)', 'position 1'],
    ['2 ** 3', 'position 3'],
    ['a; DROP TABLE records_1', 'position 1'],
    [`a' OR '1`, 'position 1'],
    ['"a"', 'position 0'],
    ['1 + nope', 'position 4'],
    ['2*nope(1)', 'position 2'],
    ['sqrt()', 'position 0'],
    ['sqrt(1,2)', 'position 0'],
    ['max(1)', 'position 0'],
    ['random(1)', 'position 0'],
    ['time(1)', 'position 0'],
    ['time(a)', 'position 0'],
    ['SQRT(1)', 'position 0'],
    ['.', 'position 0'],
    ['__proto__', 'position 0'],
    ['constructor(1)', 'position 0'],
  ])('%s', async (expr, place) => {
    const error = await refused(expr);
    expect(error).toMatch(/^400 Invalid value for y\.s\.expr/);
    expect(error).toContain(place);
  });

  test('fields of other types are no numbers', async () => {
    for (const expr of ['who', 'on', 'at', 'sqrt(tags)']) {
      expect(await analyze.fail({ dataset: 'visits', 'y.s.func': 'SUM', 'y.s.expr': expr })).toMatch(
        /^400 .*not a numeric field/,
      );
    }
    expect(await analyze.fail({ dataset: 'places', 'y.s.func': 'SUM', 'y.s.expr': 'spot' })).toMatch(/^400 /);
  });

  test('too long or too deep', async () => {
    expect(await refused('1+'.repeat(2_000))).toMatch(/^400 .*longer/);
    expect(await refused(`${'('.repeat(1_500)}1`)).toMatch(/^400 /);
    expect(await constant(`${'('.repeat(500)}a${')'.repeat(500)}`)).toBe(0);
    expect(await refused(`${'1+'.repeat(999)}1`)).toMatch(/^400 |200/);
  });
});

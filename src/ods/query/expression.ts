import { LRUCache } from 'lru-cache';
import { badInput } from '../errors.ts';
import type { Field, FieldSet } from '../field.ts';
import { shown } from '../text.ts';
import type { ExpressionName } from './expression-name.ts';
import { SyntaxError as ParserError, parse } from './expression-parser.js';

const ONE_ARGUMENT =
  'time sin cos tan asin acos atan toRadians toDegrees exp log log10 sqrt cbrt ceil floor rint round abs ulp signum sinh cosh tanh';
const TWO_ARGUMENTS = 'IEEEremainder atan2 pow max min hypot';

/** The functions of the expression language and how many arguments each takes. */
const ARITIES = new Map<string, number>([
  ...ONE_ARGUMENT.split(' ').map((name) => [name, 1] as const),
  ...TWO_ARGUMENTS.split(' ').map((name) => [name, 2] as const),
  ['random', 0],
]);

/** Longer than any formula that a person writes; bounds the parser's work. */
const MAX_LENGTH = 2000;

/**
 * Checks the expression of a series before a call is spent on it: its syntax, its functions, and that its fields are
 * numbers of the dataset (or dates, for `time`).
 */
export function checkExpression(text: string, fields: FieldSet, argument: string): void {
  const alone = fields.get(text.trim());
  if (alone && isDate(alone))
    throw badInput(argument, `${shown(alone.name)} is a date, and no number; time(${alone.name}) is one.`);
  for (const name of parseExpression(text, argument)) {
    if (name.kind === 'function') checkFunction(name, argument);
    else fields.requireSuch(name.name, argument, 'a number, or a date for time(…),', isNumberOrDate);
  }
}

const isDate = ({ type }: Field): boolean => type === 'DATE' || type === 'DATETIME';

/** Dates are numbers to `time`; whether they stand in it in a longer expression is for the portal to say. */
const isNumberOrDate = (field: Field): boolean =>
  isDate(field) || field.type === 'INT' || field.type === 'DOUBLE';

/** The expressions whose names are kept, in characters of their texts together: some hundreds of the usual length. */
const KEPT_CHARACTERS = 50_000;

/** The same expressions are asked again and again; what is wrong with one is found anew. */
const parsed = new LRUCache<string, readonly ExpressionName[]>({
  maxSize: KEPT_CHARACTERS,
  sizeCalculation: (_, text) => 1 + text.length,
});

function parseExpression(text: string, argument: string): readonly ExpressionName[] {
  const known = parsed.get(text);
  if (known) return known;
  const names = parseAnew(text, argument);
  parsed.set(text, names);
  return names;
}

function parseAnew(text: string, argument: string): ExpressionName[] {
  if (text.length > MAX_LENGTH) throw badInput(argument, `is longer than ${MAX_LENGTH} characters.`);
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) throw badInput(argument, 'is nested too deeply.');
    if (!(error instanceof ParserError)) throw error;
    throw badInput(
      argument,
      `${shown(text)} is no expression: ${error.message} (position ${error.location.start.offset})`,
    );
  }
}

function checkFunction(
  { name, arity }: Extract<ExpressionName, { kind: 'function' }>,
  argument: string,
): void {
  const expected = ARITIES.get(name);
  if (expected === undefined) {
    throw badInput(
      argument,
      `there is no function ${shown(name)}; there are ${[...ARITIES.keys()].join(', ')}.`,
    );
  }
  if (arity !== expected)
    throw badInput(argument, `${name} takes ${expected} arguments, and is given ${arity}.`);
}

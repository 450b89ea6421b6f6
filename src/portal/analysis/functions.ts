/** The functions of the expression language. They mean what they mean in Java's Math class. */
import type { DatabaseSync } from 'node:sqlite';
import { Zone } from '../zone.ts';
import { registerStatistics } from './statistics.ts';

interface MathFunction {
  arity: number;
  sqlName: string;
  /** Absent if SQLite has the same function. */
  compute?: (a: number, b: number) => number;
}

const native = (arity: number, sqlName: string): MathFunction => ({ arity, sqlName });

const computed = (arity: number, name: string, compute: (a: number, b: number) => number): MathFunction => ({
  arity,
  sqlName: `math_${name.toLowerCase()}`,
  compute,
});

/** SQLite's own functions are used unless they can give an infinity or, as `log` and `round`, mean something else. */
export const functions: ReadonlyMap<string, MathFunction> = new Map([
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'log10', 'sqrt', 'ceil', 'floor', 'abs', 'tanh'].map(
    (name): [string, MathFunction] => [name, native(1, name)],
  ),
  ['log', native(1, 'ln')],
  ['atan2', native(2, 'atan2')],
  ['max', native(2, 'max')],
  ['min', native(2, 'min')],
  ['toRadians', native(1, 'radians')],
  ['toDegrees', computed(1, 'toDegrees', (a) => (a / Math.PI) * 180)],
  ['exp', computed(1, 'exp', Math.exp)],
  ['cbrt', computed(1, 'cbrt', Math.cbrt)],
  ['IEEEremainder', computed(2, 'IEEEremainder', ieeeRemainder)],
  ['rint', computed(1, 'rint', rint)],
  ['pow', computed(2, 'pow', (a, b) => a ** b)],
  // JavaScript rounds a half up, as Java does.
  ['round', computed(1, 'round', Math.round)],
  ['random', computed(0, 'random', Math.random)],
  ['ulp', computed(1, 'ulp', ulp)],
  ['signum', computed(1, 'signum', Math.sign)],
  ['sinh', computed(1, 'sinh', Math.sinh)],
  ['cosh', computed(1, 'cosh', Math.cosh)],
  ['hypot', computed(2, 'hypot', Math.hypot)],
]);

/** The nearest whole number. If two are equally near, it is the even one. */
export function rint(a: number): number {
  const below = Math.floor(a);
  const rest = a - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** The difference to the nearest multiple of `b`, which may be negative. Exact, as in fdlibm. */
export function ieeeRemainder(a: number, b: number): number {
  const divisor = Math.abs(b);
  let rest = Math.abs(a) % (2 * divisor);
  if (rest + rest > divisor) {
    rest -= divisor;
    if (rest + rest >= divisor) rest -= divisor;
  }
  return a < 0 ? -rest : rest;
}

/** The distance to the next larger number. */
export function ulp(a: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, a);
  const exponent = (bits.getUint16(0) >> 4) & 0x7ff;
  return exponent === 0x7ff ? Number.NaN : 2 ** (Math.max(exponent, 1) - 1_075);
}

/** Registers the functions that the SQL of an analysis calls. */
export function registerAnalysisFunctions(database: DatabaseSync): void {
  for (const { arity, sqlName, compute } of functions.values()) {
    if (compute === undefined) continue;
    const options = { deterministic: arity > 0, varargs: true };
    database.function(sqlName, options, (a, b) => {
      if (a === null || b === null) return null;
      const value = compute(Number(a), Number(b));
      return Number.isFinite(value) ? value : null;
    });
  }
  registerLocalTime(database);
  registerStatistics(database);
}

/** `local_time(instant, zone)`: the instant at which a clock in UTC shows the same time as one in the zone. */
function registerLocalTime(database: DatabaseSync): void {
  let zone = Zone.utc;
  database.function('local_time', { deterministic: true }, (instant, name) => {
    if (instant === null) return null;
    if (zone.name !== name) zone = Zone.named(String(name)) ?? Zone.utc;
    return Number(instant) + zone.offset(Number(instant));
  });
}

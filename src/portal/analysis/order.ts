/** The `sort` of an analysis. Without a sign, axes ascend and series descend; `-` reverses that. */
import { sortKeys } from '../sort-keys.ts';
import type { Axis } from './axis.ts';
import { type DateParts, dateParts } from './date-grouping.ts';
import type { AxisValue, Group } from './groups.ts';
import type { Series } from './series.ts';

type Compare = (a: Group, b: Group) => number;

/** Unknown names are ignored. Groups that are equal by all keys ascend by x, as do all groups without a key. */
export function orderOf(keys: readonly string[], axes: readonly Axis[], series: readonly Series[]): Compare {
  const steps = sortKeys(keys).flatMap(
    ({ name, isSigned }) => seriesOrder(name, series, !isSigned) ?? axisOrder(name, axes, isSigned) ?? [],
  );
  steps.push(byAllAxes);
  return (a, b) => {
    for (const step of steps) {
      const difference = step(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

/** Groups without a value come last, with or without the sign. */
function seriesOrder(name: string, series: readonly Series[], isDescending: boolean): Compare | null {
  const index = series.findIndex((one) => one.name === name);
  if (index === -1) return null;
  return (a, b) => {
    const [left, right] = [numberOf(a.values[index]), numberOf(b.values[index])];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return isDescending ? right - left : left - right;
  };
}

/** The first one counts if there are several quantiles. */
function numberOf(value: Group['values'][number] | undefined): number | null {
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.values(value)[0] ?? null;
}

/** The keys are `x` and `x.<field>`; for a part of a date `x.<field>.<part>` and `x.<part>`. */
function axisOrder(name: string, axes: readonly Axis[], isDescending: boolean): Compare | null {
  const compare = axisComparison(name, axes);
  return compare && (isDescending ? (a, b) => compare(b, a) : compare);
}

function axisComparison(name: string, axes: readonly Axis[]): Compare | null {
  const [prefix, first, second, ...rest] = name.split('.');
  if (prefix !== 'x' || rest.length > 0) return null;
  if (first === undefined) return byAllAxes;
  const named = axes.findIndex(({ field }) => field.name === first);
  const index = named === -1 && axes.length === 1 && second === undefined ? 0 : named;
  const partName = named === -1 ? first : second;
  if (index === -1) return null;
  if (partName === undefined) return (a, b) => compareAxis(a, b, index);
  const part = axes[index]?.date?.parts.find((candidate) => candidate === partName);
  return part === undefined ? null : (a, b) => partOf(a.x[index], part) - partOf(b.x[index], part);
}

function byAllAxes(a: Group, b: Group): number {
  for (const index of a.x.keys()) {
    const difference = compareAxis(a, b, index);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareAxis(a: Group, b: Group, index: number): number {
  const [left, right] = [a.x[index], b.x[index]];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'object') return String(left) < String(right) ? -1 : Number(left !== right);
  for (const part of dateParts) {
    const difference = partOf(left, part) - partOf(right, part);
    if (difference !== 0) return difference;
  }
  return 0;
}

const partOf = (value: AxisValue | undefined, part: keyof DateParts): number =>
  typeof value === 'object' ? (value[part] ?? 0) : 0;

/** Whether cost grows with what is asked, and no faster: what one more record, or one more alias, costs. */
import type { Costs } from './measure.ts';
import type { Row } from './row.ts';
import { ALIAS_COUNTS, RECORD_COUNTS } from './rows/rows.ts';

/** What one more costs may grow by so much from the first step to the last: beyond it, the whole is not linear. */
export const GROWTH_TARGET = 1.25;

export interface Growth {
  what: string;
  steps: {
    from: number;
    to: number;
    /** Microseconds of processor time for each one more. */
    each: number;
  }[];
  /** The last step's cost of one more, where the first step's is 1. */
  ratio: number;
}

export type Results = readonly { row: Row; costs: Costs }[];

/** Of the product; nothing of a series if one of its rows was not measured. */
export function growthOf(results: Results): Growth[] {
  return [
    growth('record', 'records', RECORD_COUNTS, results),
    growth('alias', 'aliases', ALIAS_COUNTS, results),
  ].flatMap((one) => one ?? []);
}

function growth(what: string, name: string, counts: readonly number[], results: Results): Growth | undefined {
  const points = counts.flatMap((count) => {
    const cpu = results.find(({ row }) => row.name === `${name}${count}`)?.costs.product?.cpu;
    return cpu === undefined ? [] : [{ count, cpu }];
  });
  if (points.length < counts.length) return undefined;
  const steps = points.slice(1).map(({ count, cpu }, index) => {
    const before = points[index] ?? { count: 0, cpu: 0 };
    // Seconds for a thousand operations are milliseconds for one.
    return { from: before.count, to: count, each: ((cpu - before.cpu) / (count - before.count)) * 1000 };
  });
  return { what, steps, ratio: (steps.at(-1)?.each ?? 0) / (steps[0]?.each ?? 1) };
}

/** In words, the comparison with the first step last. */
export function growthLine({ what, steps, ratio }: Growth): string {
  const each = steps.map(({ from, to, each }) => `${each.toFixed(1)} µs from ${from} to ${to}`).join(', ');
  return `one more ${what}: ${each}; the last is ${ratio.toFixed(2)} of the first`;
}

/** What the product has to keep to, and whether it does. */
import { GROWTH_TARGET, type Growth, growthLine } from './growth.ts';
import type { Costs } from './measure.ts';
import type { Row, Side } from './row.ts';
import { START_UP_TARGET, type StartUp } from './start-up.ts';

export interface Verdict {
  /** What was measured, and what it should be. */
  text: string;
  isMissed: boolean;
}

/** It costs no more than the facade written by hand, in any row. */
const BY_HAND_TARGET = 1;

/** Calls to the portal are counted, not estimated; but operations at a time may share one. */
const CALLS_TOLERANCE = 0.05;

export function verdictsOf(row: Row, costs: Costs): Verdict[] {
  const { product } = costs;
  if (!product) return [];
  const calls = product.calls > row.calls + CALLS_TOLERANCE;
  return [
    ...ratios(row, costs, product.cpu),
    ...(calls ? [{ text: `${product.calls.toFixed(2)} calls, not ${row.calls}`, isMissed: true }] : []),
  ];
}

function ratios(row: Row, costs: Costs, product: number): Verdict[] {
  const targets: Partial<Record<Side, number>> = { ...row.targets, 'by-hand': BY_HAND_TARGET };
  return (['floor', 'map', 'by-hand'] as const).flatMap((side) => {
    const [cpu, target] = [costs[side]?.cpu, targets[side]];
    if (cpu === undefined || target === undefined) return [];
    return verdict(`${(product / cpu).toFixed(2)} of ${side}`, product / cpu <= target, `≤ ${target}`);
  });
}

export function startUpVerdict({ product }: StartUp): Verdict {
  return verdict(`${product.toFixed(0)} ms`, product < START_UP_TARGET, `< ${START_UP_TARGET} ms`);
}

export function growthVerdict(growth: Growth): Verdict {
  return verdict(growthLine(growth), growth.ratio <= GROWTH_TARGET, `≤ ${GROWTH_TARGET}`);
}

function verdict(measured: string, isKept: boolean, target: string): Verdict {
  return { text: `${measured}${isKept ? ', ' : ', MISSED '}${target}`, isMissed: !isKept };
}

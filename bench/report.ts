/** Results as lines on a terminal. */
import type { Costs } from './measure.ts';
import type { Row } from './row.ts';
import { verdictsOf } from './targets.ts';

const COLUMNS = [
  ['row', 18],
  ['side', 9],
  ['CPU-s/1000', 11],
  ['ratio', 8],
  ['req/s', 9],
  ['p50 ms', 8],
  ['p99 ms', 8],
  ['RSS MB', 8],
  ['calls', 7],
  ['  target', 0],
] as const;

function line(cells: readonly string[]): string {
  return COLUMNS.map(([, width], index) => {
    const cell = cells[index] ?? '';
    return index < 2 ? cell.padEnd(width) : cell.padStart(width);
  })
    .join('')
    .trimEnd();
}

export function heading(): string {
  return line(COLUMNS.map(([name]) => name));
}

/** The cost that counts as 1: that of the row's first side that was measured. */
export function baseOf(row: Row, costs: Costs): number {
  return row.sides.map((side) => costs[side]).find((cost) => cost)?.cpu ?? Number.NaN;
}

/** One line for each side of a row. */
export function lines(row: Row, costs: Costs): string[] {
  const one = baseOf(row, costs);
  return row.sides.flatMap((side) => {
    const cost = costs[side];
    if (!cost) return [];
    return line([
      row.name,
      side,
      cost.cpu.toFixed(3),
      (cost.cpu / one).toFixed(2),
      cost.perSecond.toFixed(0),
      cost.p50.toFixed(1),
      cost.p99.toFixed(1),
      cost.memoryMb.toFixed(0),
      cost.calls.toFixed(2),
      side === 'product'
        ? `  ${verdictsOf(row, costs)
            .map(({ text }) => text)
            .join('; ')}`
        : '',
    ]);
  });
}

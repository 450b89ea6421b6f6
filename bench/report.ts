/** Results as lines of a table. */
import type { Costs } from './measure.ts';
import type { Row } from './row.ts';

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

/** One line for each side of a row. */
export function lines(row: Row, costs: Costs): string[] {
  const one = row.sides.map((side) => costs[side]).find((cost) => cost)?.cpu ?? Number.NaN;
  return row.sides.flatMap((side) => {
    const cost = costs[side];
    if (!cost) return [];
    return line([
      row.name,
      side,
      cost.cpu.toFixed(3),
      (cost.cpu / one).toFixed(2),
      cost.perSecond.toFixed(0),
      String(cost.p50),
      String(cost.p99),
      cost.memoryMb.toFixed(0),
      cost.calls.toFixed(2),
      side === 'product' ? `  ${verdicts(row, costs).join('; ')}` : '',
    ]);
  });
}

/** What the product has to keep to, and whether it does. */
export function verdicts(row: Row, costs: Costs): string[] {
  const product = costs.product?.cpu;
  if (product === undefined) return [];
  const targets: [string, number | undefined, number][] = [
    ...Object.entries(row.targets ?? {}).map(([side, target]): [string, number | undefined, number] => [
      side,
      costs[side as keyof Costs]?.cpu,
      target,
    ]),
    ['by-hand', costs['by-hand']?.cpu, 1],
  ];
  return targets.flatMap(([side, cpu, target]) => {
    if (cpu === undefined) return [];
    const ratio = product / cpu;
    return `${ratio.toFixed(2)} of ${side}${ratio <= target ? ' ≤' : ' >'} ${target}${ratio <= target ? '' : ' MISSED'}`;
  });
}

/** All rows, in the order of the result. */
import type { Row } from '../row.ts';
import { analysis200, clusters100, dashboard, dashboardCold } from './analyses.ts';
import { aliasesRow, card, cards50, documents, typename } from './cards.ts';
import { entitiesRow } from './entities.ts';
import { exportRow } from './export.ts';
import { records100, records1000, recordsRows } from './records.ts';

/** The same questions when everything that they need is in memory: the least is to send bytes from a map. */
function keptRow(row: Row, more: Partial<Row> = {}): Row {
  return {
    ...row,
    name: `${row.name}-kept`,
    asks: `${row.asks}; kept`,
    sides: ['map', 'product'],
    targets: { map: 2 },
    keeps: 'all',
    calls: 0,
    ...more,
  };
}

/** A portal takes its time: what is measured is how long a client waits. */
function slowRow(row: Row): Row {
  const { targets: _, ...rest } = row;
  return {
    ...rest,
    sides: ['floor', 'product'],
    name: `${row.name}-20ms`,
    asks: `${row.asks}; a portal that takes 20 ms`,
    latency: 20,
  };
}

/** Growth is measured along these. */
export const RECORD_COUNTS = [10, 100, 1000, 10_000];
export const ALIAS_COUNTS = [1, 100, 200];

export function allRows(recordIds: readonly string[]): readonly Row[] {
  return [
    typename,
    card,
    cards50,
    documents,
    ...recordsRows,
    analysis200,
    dashboard,
    dashboardCold,
    clusters100,
    entitiesRow(recordIds),
    exportRow,
    keptRow(card),
    keptRow(cards50, { sides: ['map', 'floor', 'product'], targets: { map: 2, floor: 0.3 } }),
    keptRow(records100),
    keptRow(records1000),
    keptRow(analysis200),
    keptRow(dashboard),
    slowRow(card),
    slowRow(dashboard),
    ...ALIAS_COUNTS.map(aliasesRow),
  ];
}

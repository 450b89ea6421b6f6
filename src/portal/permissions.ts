/** What a caller may see: which datasets, and which of their records. */
import type { GrantedDatasets } from './access-file.ts';
import type { DatasetDefinition } from './dataset-definition.ts';
import type { QueryNode } from './query/ast.ts';
import { leavesOf } from './query/leaves.ts';
import { parseQuery, QuerySyntaxError } from './query/query.ts';
import { queryField } from './query/query-field.ts';
import { compileQuery } from './query/query-sql.ts';
import { RequestBudget } from './request-budget.ts';
import type { Dataset } from './store/dataset.ts';
import type { Table } from './store/table.ts';

export interface Viewer {
  /** Whether the caller sees the restricted datasets that `granted` does not name. */
  seesRestricted: boolean;
  /** By dataset id: the query that a record must match to be seen, null for all records. */
  granted: ReadonlyMap<string, QueryNode | null>;
}

/** Someone without a credential. */
export const everybody: Viewer = { seesRestricted: false, granted: new Map() };

/** The permissions of an access file are wrong. The message is for the person who starts the portal. */
export class PermissionError extends Error {
  override readonly name = 'PermissionError';
}

/** Throws a PermissionError if a filter cannot be read. */
export function viewerOf(datasets: GrantedDatasets): Viewer {
  if (datasets === undefined) return { seesRestricted: true, granted: new Map() };
  const granted = Object.entries(datasets).map(([datasetid, { filter }]) => {
    return [datasetid, filter === undefined ? null : readFilter(datasetid, filter)] as const;
  });
  return { seesRestricted: false, granted: new Map(granted) };
}

/** A blank filter is refused: it looks as if it hid something. */
function readFilter(datasetid: string, text: string): QueryNode {
  try {
    const query = parseQuery(text);
    if (query !== null) return query;
    throw new PermissionError(`The filter of the dataset "${datasetid}" is blank.`);
  } catch (error) {
    if (!(error instanceof QuerySyntaxError)) throw error;
    throw new PermissionError(`The filter of the dataset "${datasetid}" cannot be read: ${error.message}`);
  }
}

/** Throws a PermissionError if a permission names a dataset or a field that the portal does not have. */
export function checkPermissions(
  viewers: readonly Viewer[],
  datasets: ReadonlyMap<string, Pick<Dataset, 'table'>>,
): void {
  for (const { granted } of viewers) {
    for (const [datasetid, filter] of granted) {
      const dataset = datasets.get(datasetid);
      if (dataset === undefined) throw new PermissionError(`There is no dataset "${datasetid}" to permit.`);
      if (filter !== null) checkFilter(datasetid, filter, dataset.table);
    }
  }
}

/** NOT of a field that does not exist would show every record. */
function checkFilter(datasetid: string, filter: QueryNode, table: Table): void {
  const missing = fieldsOf(filter).find((name) => queryField(table, name) === undefined);
  if (missing !== undefined) {
    throw new PermissionError(
      `The filter of the dataset "${datasetid}" names the field "${missing}", which the dataset does not have.`,
    );
  }
  try {
    compileQuery(filter, table, { now: new Date(), timezone: 'UTC', budget: new RequestBudget() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PermissionError(`The filter of the dataset "${datasetid}" cannot be used: ${reason}`);
  }
}

const fieldsOf = (filter: QueryNode): string[] =>
  leavesOf(filter).flatMap((leaf) => {
    if (leaf.kind === 'search') return leaf.fields.filter((name) => name !== '*');
    return 'field' in leaf && leaf.field !== null ? [leaf.field] : [];
  });

export function maySee(
  { seesRestricted, granted }: Viewer,
  { datasetid, visibility }: DatasetDefinition,
): boolean {
  return visibility === 'domain' || seesRestricted || granted.has(datasetid);
}

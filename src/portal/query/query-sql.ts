/** A parsed query as a boolean SQL expression over the record table (alias `r`). */
import { all, any, not, nothing, type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import type { QueryNode } from './ast.ts';
import { compareValue, equalsAny } from './comparison.ts';
import { matchTerms, phraseTerm, prefixTerm, scopedTerm, searchTerms } from './full-text.ts';
import { geometryOf, withinDistance, withinPolygon } from './geo-conditions.ts';
import { QuerySyntaxError } from './query.ts';
import type { QueryContext } from './query-context.ts';
import { isIdentifier, queryField } from './query-field.ts';

/** SQLite binds 32,766 values to a statement; this leaves room for the other filters of a request. */
const MAX_VALUES = 30_000;

/**
 * Compiles a query to SQL with bound values only. Every expression is 0 or 1, also where a value is absent, so that
 * NOT is the complement. A field that the table does not have matches nothing, as in a full-text engine.
 */
export function compileQuery(node: QueryNode, table: Table, context: QueryContext): Sql {
  const compiled = compile(node, table, context);
  if (compiled.values.length > MAX_VALUES) {
    throw new QuerySyntaxError('The query has too many conditions.', 0);
  }
  return compiled;
}

function compile(node: QueryNode, table: Table, context: QueryContext): Sql {
  const term = termOf(node, table);
  if (term !== null) return matchTerms(table, term === '' ? [] : [term], 'AND');
  switch (node.kind) {
    case 'or':
      return compileOr(node.nodes, table, context);
    case 'and':
      return compileAnd(node.nodes, table, context);
    case 'not':
      return not(compile(node.node, table, context));
    case 'distance':
      return withinDistance(table, node.field ?? undefined, node.center, node.meters);
    case 'polygon':
      return withinPolygon(table, node.field ?? undefined, node.points);
    case 'geometry':
      return geometryOf(table, node.field ?? undefined, node.shape);
    default: {
      const field = 'field' in node ? queryField(table, node.field) : undefined;
      return field === undefined ? nothing : compileTest(node, field, table, context);
    }
  }
}

/** Words side by side are one look into the full-text index. */
function compileAnd(nodes: readonly QueryNode[], table: Table, context: QueryContext): Sql {
  const terms: string[] = [];
  const parts: Sql[] = [];
  for (const node of nodes) {
    const term = termOf(node, table);
    if (term) terms.push(term);
    // A word of punctuation only is passed over beside others.
    else if (node.kind !== 'word' && node.kind !== 'phrase') parts.push(compile(node, table, context));
  }
  if (terms.length > 0) parts.unshift(matchTerms(table, terms, 'AND'));
  return parts.length === 0 ? nothing : all(parts);
}

/** Lookups join hundreds of values: words are one look into the index, values of one field one list. */
function compileOr(nodes: readonly QueryNode[], table: Table, context: QueryContext): Sql {
  const terms: string[] = [];
  const equalities = new Map<TableField, string[]>();
  const parts: Sql[] = [];
  for (const node of nodes) {
    const term = termOf(node, table);
    const equality = equalityOf(node, table);
    if (term !== null) terms.push(...(term === '' ? [] : [term]));
    else if (equality === null) parts.push(compile(node, table, context));
    else equalities.set(equality.field, [...(equalities.get(equality.field) ?? []), equality.text]);
  }
  for (const [field, texts] of equalities) parts.push(equalsAny(table, field, texts));
  return any([matchTerms(table, terms, 'OR'), ...parts]);
}

/** What a condition looks for in the full text, empty for nothing; null for a condition of another kind. */
function termOf(node: QueryNode, table: Table): string | null {
  switch (node.kind) {
    case 'word':
      return prefixTerm(node.text);
    case 'phrase':
      return phraseTerm(node.text);
    case 'search':
      return scopedTerm(textColumns(table, node.fields), searchTerms(node.text));
    case 'clause': {
      const { operator, value } = node;
      const field = table.fields.get(node.field);
      if (operator !== ':' || value.kind !== 'literal' || field?.type !== 'text' || isIdentifier(field)) {
        return null;
      }
      return scopedTerm([field.name], [value.quoted ? phraseTerm(value.text) : prefixTerm(value.text)]);
    }
    default:
      return null;
  }
}

function textColumns(table: Table, names: readonly string[]): string[] | null {
  return names.includes('*') ? null : names.filter((name) => table.fields.get(name)?.type === 'text');
}

/** The text or number that a condition wants a field to be; null for a condition of another kind. */
function equalityOf(node: QueryNode, table: Table): { field: TableField; text: string } | null {
  const equality = equalityIn(node);
  const field = equality === null ? undefined : queryField(table, equality.name);
  const isScalar = field?.type === 'text' || field?.type === 'int' || field?.type === 'double';
  return equality !== null && field !== undefined && isScalar ? { field, text: equality.text } : null;
}

function equalityIn(node: QueryNode): { name: string; text: string } | null {
  if (node.kind === 'exact') return { name: node.field, text: node.text };
  if (node.kind !== 'clause' || node.value.kind !== 'literal') return null;
  const isEquality = node.operator === ':' || node.operator === '=' || node.operator === '==';
  return isEquality ? { name: node.field, text: node.value.text } : null;
}

function compileTest(node: QueryNode, field: TableField, table: Table, context: QueryContext): Sql {
  switch (node.kind) {
    case 'clause':
      return compareValue(table, field, node.operator, node.value, context);
    case 'exact':
      return compareValue(table, field, '==', { kind: 'literal', text: node.text, quoted: true }, context);
    case 'startswith':
      return startsWith(field, node.text);
    case 'null':
      return sql(`${field.columns[0]} IS NULL`);
    default:
      return nothing;
  }
}

/** Minds case, unlike LIKE. In bytes: SQLite's `substr` of a text ends at a NUL. */
function startsWith(field: TableField, text: string): Sql {
  const [column] = field.columns;
  if (field.type !== 'text') return nothing;
  if (text === '') return sql(`${column} IS NOT NULL`);
  // Of an empty text, `substr` is NULL.
  const beginning = `substr(CAST(${column} AS BLOB), 1, ?)`;
  return sql(`coalesce(${beginning} = CAST(? AS BLOB), 0)`, Buffer.byteLength(text), text);
}

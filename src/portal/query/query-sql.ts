/** Turns a parsed query into a boolean SQL expression over the record table (alias `r`). */
import { all, any, not, nothing, type Sql, sql } from '../store/sql.ts';
import type { Table, TableField } from '../store/table.ts';
import type { QueryNode } from './ast.ts';
import { compareValue, equalsAny } from './comparison.ts';
import {
  joinTerms,
  matchTerms,
  phraseTerm,
  prefixTerm,
  scopedTerm,
  searchTerms,
  type Term,
} from './full-text.ts';
import { geometryOf, withinDistance, withinPolygon } from './geo-conditions.ts';
import type { QueryContext } from './query-context.ts';
import { isIdentifier, queryField } from './query-field.ts';

/**
 * Compiles a query to SQL. All values are bound. Every expression is 0 or 1, also if a value is absent, so that NOT is
 * the complement. A field that the table does not have matches nothing, as in a full-text engine.
 */
export function compileQuery(node: QueryNode, table: Table, context: QueryContext): Sql {
  const term = termOf(node, table);
  if (term !== null) return lookUp(table, [term], 'AND', context);
  switch (node.kind) {
    case 'or':
      return compileOr(node.nodes, table, context);
    case 'and':
      return compileAnd(node.nodes, table, context);
    case 'not':
      context.budget.spend('conditions');
      return not(compileQuery(node.node, table, context));
    case 'distance':
      context.budget.spend('places');
      return withinDistance(table, node.field ?? undefined, node.center, node.meters);
    case 'polygon':
      context.budget.spend('places');
      context.budget.spend('corners', node.points.length);
      return withinPolygon(table, node.field ?? undefined, node.points);
    case 'geometry':
      context.budget.spend('conditions');
      return geometryOf(table, node.field ?? undefined, node.shape);
    default: {
      context.budget.spend('conditions');
      const field = 'field' in node ? queryField(table, node.field) : undefined;
      return field === undefined ? nothing : compileTest(node, field, table, context);
    }
  }
}

/** Words side by side are looked up in the full-text index at once. */
function compileAnd(nodes: readonly QueryNode[], table: Table, context: QueryContext): Sql {
  const terms: Term[] = [];
  const parts: Sql[] = [];
  for (const node of nodes) {
    const term = termOf(node, table);
    if (term === null) parts.push(compileQuery(node, table, context));
    // A word of punctuation only is ignored beside other conditions.
    else if (term.words > 0) terms.push(term);
    else if (node.kind !== 'word' && node.kind !== 'phrase') parts.push(nothing);
  }
  if (terms.length > 0) parts.unshift(lookUp(table, terms, 'AND', context));
  return parts.length === 0 ? nothing : all(parts);
}

/** A lookup may join hundreds of values: words are looked up at once, and equalities of one field become one list. */
function compileOr(nodes: readonly QueryNode[], table: Table, context: QueryContext): Sql {
  const terms: Term[] = [];
  const equalities = new Map<TableField, Set<string>>();
  const parts: Sql[] = [];
  for (const node of nodes) {
    const term = termOf(node, table);
    const equality = equalityOf(node, table);
    if (term !== null) terms.push(term);
    else if (equality === null) parts.push(compileQuery(node, table, context));
    else addTo(equalities, equality.field, equality.text);
  }
  context.budget.spend('conditions', equalities.size);
  for (const [field, texts] of equalities) parts.push(equalsAny(table, field, [...texts]));
  return any([lookUp(table, terms, 'OR', context), ...parts]);
}

function addTo(equalities: Map<TableField, Set<string>>, field: TableField, text: string): void {
  const texts = equalities.get(field);
  if (texts === undefined) equalities.set(field, new Set([text]));
  else texts.add(text);
}

function lookUp(table: Table, terms: readonly Term[], operator: 'AND' | 'OR', { budget }: QueryContext): Sql {
  const joined = joinTerms(terms, operator);
  budget.spend('words', joined.words);
  return matchTerms(table, joined);
}

/** The full-text term of a condition; null if the condition is of another kind. */
function termOf(node: QueryNode, table: Table): Term | null {
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
  return names.includes('*')
    ? null
    : [...new Set(names)].filter((name) => table.fields.get(name)?.type === 'text');
}

/** The field and the text or number that it must equal; null if the condition is of another kind. */
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
      return startsWith(table, field, node.text);
    case 'null':
      return sql(`${field.columns[0]} IS NULL`);
    default:
      return nothing;
  }
}

/** The whole text, or one of the values of a multivalued field. */
function startsWith(table: Table, field: TableField, text: string): Sql {
  const [column = ''] = field.columns;
  if (field.type !== 'text') return nothing;
  if (text === '') return sql(`${column} IS NOT NULL`);
  const whole = beginsWith(column, text);
  if (field.multivalued === undefined) return whole;
  const one = beginsWith('v.value', text);
  return any([
    whole,
    sql(
      `r.rowid IN (SELECT v.rowid FROM ${table.values} v WHERE v.field = ? AND v.value >= ? AND ${one.text})`,
      field.name,
      text,
      ...one.values,
    ),
  ]);
}

/** Unlike LIKE, this is case-sensitive. It compares bytes: SQLite's `substr` of a text ends at a NUL. */
function beginsWith(column: string, text: string): Sql {
  // `substr` of an empty text is NULL.
  const beginning = `substr(CAST(${column} AS BLOB), 1, ?)`;
  return sql(`coalesce(${beginning} = CAST(? AS BLOB), 0)`, Buffer.byteLength(text), text);
}

/** A parsed query as a boolean SQL expression over the record table (alias `r`). */
import { all, any, not, nothing } from '../store/sql.ts';
import type { Sql, Table, TableField } from '../store/table.ts';
import type { QueryNode } from './ast.ts';
import { compareValue } from './comparison.ts';
import type { QueryContext } from './context.ts';
import { geometryOf, parsePoint, parsePolygon, withinDistance, withinPolygon } from './geo.ts';
import { QuerySyntaxError } from './query.ts';
import { queryField } from './query-field.ts';
import { hasWord, matchAll, phraseTerm, prefixTerm, searchTerms } from './text.ts';

/**
 * Compiles a query to SQL with bound values only. Every expression is 0 or 1, also where a value is absent, so that
 * NOT is the complement. A field that the table does not have matches nothing, as in a full-text engine.
 */
export function compileQuery(node: QueryNode, table: Table, context: QueryContext): Sql {
  switch (node.kind) {
    case 'or':
      return any(node.nodes.map((part) => compileQuery(part, table, context)));
    case 'and':
      return compileAnd(node.nodes, table, context);
    case 'not':
      return not(compileQuery(node.node, table, context));
    case 'word':
      return matchAll(table, null, [prefixTerm(node.text)]);
    case 'phrase':
      return matchAll(table, null, [phraseTerm(node.text)]);
    case 'clause':
      return withField(table, node.field, (field) =>
        compareValue(table, field, node.operator, node.value, context),
      );
    case 'null':
      return withField(table, node.field, ({ columns }) => ({ text: `${columns[0]} IS NULL`, values: [] }));
    case 'exact':
      return withField(table, node.field, (field) =>
        compareValue(table, field, '==', { kind: 'literal', text: node.text, quoted: true }, context),
      );
    case 'startswith':
      return withField(table, node.field, (field) => startsWith(field, node.text));
    case 'search':
      return search(table, node.fields, node.text);
    default:
      return compilePlace(node, table);
  }
}

/** Words side by side are one look into the full-text index; a word of punctuation only is passed over there. */
function compileAnd(nodes: readonly QueryNode[], table: Table, context: QueryContext): Sql {
  const terms: string[] = [];
  const parts: Sql[] = [];
  for (const node of nodes) {
    if (node.kind === 'word') terms.push(...(hasWord(node.text) ? [prefixTerm(node.text)] : []));
    else if (node.kind === 'phrase') terms.push(...(hasWord(node.text) ? [phraseTerm(node.text)] : []));
    else parts.push(compileQuery(node, table, context));
  }
  if (terms.length > 0) parts.unshift(matchAll(table, null, terms));
  return parts.length === 0 ? nothing : all(parts);
}

function withField(table: Table, name: string, compile: (field: TableField) => Sql): Sql {
  const field = queryField(table, name);
  return field ? compile(field) : nothing;
}

/** Minds case, unlike LIKE. */
function startsWith(field: TableField, text: string): Sql {
  const [column] = field.columns;
  if (field.type !== 'text') return nothing;
  return {
    text: `(${column} IS NOT NULL AND substr(${column}, 1, ?) = ?)`,
    values: [[...text].length, text],
  };
}

function search(table: Table, names: readonly string[], text: string): Sql {
  const columns = names.includes('*')
    ? null
    : names.filter((name) => table.fields.get(name)?.type === 'text');
  return columns?.length === 0 ? nothing : matchAll(table, columns, searchTerms(text));
}

function compilePlace(
  node: Extract<QueryNode, { kind: 'distance' | 'polygon' | 'geometry' }>,
  table: Table,
): Sql {
  if (node.field !== null && table.fields.get(node.field)?.geoTable === undefined) return nothing;
  const field = node.field ?? undefined;
  switch (node.kind) {
    case 'distance':
      return withinDistance(
        table,
        field,
        wellFormed(parsePoint(node.point), node.point, '"latitude,longitude"'),
        node.meters,
      );
    case 'polygon':
      return withinPolygon(
        table,
        field,
        wellFormed(parsePolygon(node.polygon), node.polygon, '"(latitude,longitude),…"'),
      );
    case 'geometry':
      return geometryOf(table, field, node.shape);
  }
}

function wellFormed<T>(value: T | null, text: string, form: string): T {
  if (value !== null) return value;
  throw new QuerySyntaxError(`${JSON.stringify(text)} is not of the form ${form}.`, 0);
}

/** Records as a table, page by page, with the facets of all that match. */
import type { Field, ViewProps } from './dataset.tsx';
import { useOperation } from './graph.ts';
import { Records } from './operations.ts';
import { Facets, numberText, Panel } from './parts.tsx';

const PAGE = 10;
const COLUMNS = 8;
const FACETS = 4;

export function RecordsPanel({ address: { parameters, go }, datasetId, fields, filter }: ViewProps) {
  const columns = fields.filter(({ type }) => type !== 'GEO_SHAPE' && type !== 'FILE').slice(0, COLUMNS);
  const facets = fields.filter(({ isFacet }) => isFacet).slice(0, FACETS);
  // Cursors of the pages before: to go back is to forget the last.
  const pages = parameters.getAll('after');
  const sort = parameters.get('sort') ?? '';
  const variables = {
    datasetId,
    first: PAGE,
    after: pages.at(-1) ?? null,
    filter,
    orderBy: sort
      ? [{ field: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'DESC' : 'ASC' } as const]
      : null,
    names: columns.map(({ name }) => name),
    facets: facets.map(({ name }) => name),
  };
  const answer = useOperation(Records, variables);
  const records = answer.data?.dataset?.records;
  const start = pages.length * PAGE;
  return (
    <Panel title="Records" operation={Records} variables={variables} answer={answer}>
      <p class="count" role="status">
        {records && !answer.isLoading
          ? `${numberText(records.totalCount)} records${records.nodes.length > 0 ? `, ${numberText(start + 1)} to ${numberText(start + records.nodes.length)} shown` : ''}`
          : 'Loading…'}
      </p>
      <div class={facets.length > 0 ? 'columns' : ''}>
        {facets.length > 0 && (
          <Facets
            groups={records?.facets ?? []}
            labels={new Map(facets.map(({ name, label }) => [name, label]))}
            refinements={parameters.getAll('refine')}
            onRefine={(refine) => go({ refine, after: null })}
          />
        )}
        <div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
          <section class="scroll" aria-label="Table of records" tabIndex={0}>
            <table>
              <caption class="hidden">Records of this dataset</caption>
              <thead>
                <tr>
                  {columns.map((field) => (
                    <Heading
                      key={field.name}
                      field={field}
                      sort={sort}
                      onSort={(next) => go({ sort: next, after: null }, true)}
                    />
                  ))}
                </tr>
              </thead>
              <tbody>
                {records?.nodes.map(({ id, fields: values }) => (
                  <tr key={id}>
                    {columns.map(({ name, type }) => (
                      <td key={name} class={type === 'INT' || type === 'DOUBLE' ? 'number' : ''}>
                        {cellText(values[name], type)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <nav class="pages" aria-label="Pages of records">
            <button
              type="button"
              disabled={pages.length === 0}
              onClick={() => go({ after: pages.slice(0, -1) }, true)}
            >
              Previous
            </button>
            <button
              type="button"
              disabled={!records?.pageInfo.hasNextPage}
              onClick={() => go({ after: [...pages, records?.pageInfo.endCursor ?? ''] }, true)}
            >
              Next
            </button>
          </nav>
        </div>
      </div>
    </Panel>
  );
}

interface HeadingProps {
  field: Field;
  sort: string;
  onSort: (sort: string) => void;
}

function Heading({ field: { name, label, isSortable, unit }, sort, onSort }: HeadingProps) {
  const text = unit ? `${label} (${unit})` : label;
  if (!isSortable) return <th scope="col">{text}</th>;
  const direction = sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none';
  return (
    <th scope="col" aria-sort={direction}>
      <button type="button" onClick={() => onSort(sort === `-${name}` ? name : `-${name}`)}>
        {text}
        <span aria-hidden="true">
          {direction === 'ascending' ? ' ▲' : direction === 'descending' ? ' ▼' : ''}
        </span>
      </button>
    </th>
  );
}

function cellText(value: unknown, type: Field['type']): string {
  if (value === null || value === undefined) return '';
  // To the second, as it is written.
  if (type === 'DATETIME' && typeof value === 'string') return value.slice(0, 19).replace('T', ' ');
  if (typeof value === 'number')
    return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 4 });
  return typeof value === 'object'
    ? JSON.stringify(value)
        .replace(/[[\]"]/g, '')
        .replaceAll(',', ', ')
    : String(value);
}

/** Records as a table, page by page; each opens as a whole. */
import type { ViewProps } from './dataset.tsx';
import { type Field, isDate, isNumber, valueText } from './fields.ts';
import { numberText, Panel, ScrolledTable, Skeleton } from './parts.tsx';

/** So many records are shown at a time. */
export const PAGE = 10;

/** Texts of more characters get a wider column. */
const LONG = 24;

interface RecordsProps extends ViewProps {
  columns: readonly Field[];
  onOpen: (recordId: string) => void;
}

export function RecordsPanel({
  address: { parameters, go },
  dataset,
  isLoading,
  columns,
  onOpen,
}: RecordsProps) {
  const pages = parameters.getAll('after');
  const sort = parameters.get('sort') ?? '';
  const records = dataset?.records;
  const start = pages.length * PAGE;
  return (
    <Panel title="Records" isBusy={isLoading} actions={<Downloads dataset={dataset} />}>
      <p class="count">
        {records && records.edges.length > 0
          ? `${numberText(start + 1)} to ${numberText(start + records.edges.length)} of ${numberText(records.totalCount)}`
          : ''}
      </p>
      <ScrolledTable of="records">
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden">Whole record</span>
            </th>
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
          {records?.edges.map(({ node }) => (
            <Row key={node.id} record={node} columns={columns} onOpen={() => onOpen(node.recordId)} />
          ))}
        </tbody>
      </ScrolledTable>
      {!records && isLoading && <Skeleton lines={PAGE} />}
      {records && records.totalCount === 0 && (
        <p>No record matches. Remove something of what is selected above.</p>
      )}
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
    </Panel>
  );
}

function Downloads({ dataset }: Pick<ViewProps, 'dataset'>) {
  const { csv, json, geojson } = dataset ?? {};
  const files = Object.entries({ CSV: csv?.url, JSON: json?.url, GeoJSON: geojson?.url });
  return (
    <p class="quiet downloads">
      Download{' '}
      {files.map(([name, url]) =>
        url ? (
          <a key={name} href={url} download>
            {name}
          </a>
        ) : null,
      )}
    </p>
  );
}

type TableRecord = NonNullable<NonNullable<ViewProps['dataset']>['records']>['edges'][number]['node'];

function Row({
  record,
  columns,
  onOpen,
}: {
  record: TableRecord;
  columns: readonly Field[];
  onOpen: () => void;
}) {
  return (
    // The button is for who has no mouse: a click anywhere in the row does the same.
    <tr class="row" onClick={onOpen}>
      <td>
        <button type="button" class="plain" aria-label={`Open the record ${record.recordId}`}>
          ⤢
        </button>
      </td>
      {columns.map((field) => (
        <td key={field.name} class={isNumber(field) ? 'number' : isDate(field) ? 'short' : ''}>
          <Cell field={field} record={record} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ field: { name, type }, record: { fields, files } }: { field: Field; record: TableRecord }) {
  if (type === 'FILE') {
    const file = files?.find(({ field }) => field === name)?.file;
    if (file?.thumbnailUrl)
      return <img class="thumbnail" src={file.thumbnailUrl} alt={file.filename ?? ''} loading="lazy" />;
    return <span>{file?.filename ?? ''}</span>;
  }
  const text = valueText(fields?.[name], type);
  return <div class={text.length > LONG ? 'clamped long' : 'clamped'}>{text}</div>;
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

/** A dataset: a map, a chart, facets and a table of the same selection, and below them what it is made of. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Address, isPlain } from './address.ts';
import { ChartPanel } from './chart.tsx';
import { lastSeen } from './dataset-link.tsx';
import { AskPanel, FieldsPanel, FilesPanel } from './details.tsx';
import { Facets } from './facets.tsx';
import { columnsOf, type Field, facetsOf, knownFields, titleFieldOf } from './fields.ts';
import { Gallery } from './gallery.tsx';
import { useOperation } from './graph.ts';
import type { PageDatasetQuery, PageDatasetQueryVariables, RecordFilter } from './graphql/graphql.ts';
import { MapPanel, zoomOf } from './map.tsx';
import { Fields, View } from './operations.ts';
import { Chips, dateText, Failure, numberText, Search, Skeleton } from './parts.tsx';
import { RecordDialog } from './record.tsx';
import { PAGE, RecordsPanel } from './records.tsx';
import { type Chip, chipsOf, NOTHING_SELECTED, recordFilterOf, toggled } from './selection.ts';

export type DatasetData = NonNullable<PageDatasetQuery['dataset']>;

/** What all parts of the view share. */
export interface ViewProps {
  address: Address;
  datasetId: string;
  fields: readonly Field[];
  filter: RecordFilter;
  /** Undefined until it has come. */
  dataset: DatasetData | undefined;
  isLoading: boolean;
}

export function Dataset({ address, datasetId }: { address: Address; datasetId: string }) {
  const known = knownFields.get(datasetId);
  const answer = useOperation(Fields, known ? null : { datasetId });
  const fields = known ?? answer.data?.dataset?.fields;
  const isNone = answer.data?.dataset === null;
  return (
    <main id="main" aria-busy={!fields && answer.isLoading}>
      <nav aria-label="Back">
        <a href={lastSeen.search || '?'} onClick={(event) => backToAll(event, address)}>
          ← All datasets
        </a>
      </nav>
      {fields ? (
        <DatasetView address={address} datasetId={datasetId} fields={fields} />
      ) : (
        <>
          <h1>{isNone ? 'No such dataset' : datasetId}</h1>
          <Failure answer={answer} />
          {isNone && <p>The portal has no dataset {datasetId}, or does not show it to you.</p>}
          {answer.isLoading && <Skeleton lines={12} />}
        </>
      )}
    </main>
  );
}

/** To the catalog as it was left, without loading the page anew. */
function backToAll(event: MouseEvent, { parameters, go }: Address): void {
  if (!isPlain(event)) return;
  event.preventDefault();
  const before = new URLSearchParams(lastSeen.search);
  const names = new Set([...parameters.keys(), ...before.keys()]);
  go(Object.fromEntries([...names].map((name) => [name, before.getAll(name)])));
}

function DatasetView({
  address,
  datasetId,
  fields,
}: {
  address: Address;
  datasetId: string;
  fields: readonly Field[];
}) {
  const { parameters, go } = address;
  const [openRecord, setOpenRecord] = useState<string | null>(null);
  const filter = recordFilterOf(parameters);
  const variables = variablesOf(parameters, datasetId, fields, filter);
  const answer = useOperation(View, variables);
  const dataset = answer.data?.dataset ?? undefined;
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const chips = chipsOf(parameters, labels);
  const view = { address, datasetId, fields, filter, dataset, isLoading: answer.isLoading };
  const search = parameters.get('search') ?? '';
  return (
    <>
      <Heading title={dataset?.title ?? datasetId} />
      <About dataset={dataset} fields={fields} />
      <Search
        label="Search the records"
        value={search}
        onSearch={(text) => go({ search: text, after: null }, search !== '')}
      />
      <Chips chips={chips} onRemove={go} onClear={() => go(NOTHING_SELECTED)} />
      <Failure answer={answer} chips={chips} onRemove={go} />
      <Count dataset={dataset} isLoading={answer.isLoading} chips={chips} />
      <div class="columns">
        <Facets
          groups={dataset?.records?.facets ?? []}
          labels={labels}
          refinements={parameters.getAll('refine')}
          onToggle={(facet, path) => go(toggled(parameters, 'refine', facet, path))}
        />
        <div>
          {fields.some(({ type }) => type === 'FILE') && (
            <Gallery {...view} titleField={titleFieldOf(fields)} />
          )}
          <div class="pair">
            {variables.hasMap && <MapPanel {...view} onOpen={setOpenRecord} />}
            <ChartPanel {...view} />
          </div>
          <RecordsPanel {...view} columns={columnsOf(fields)} onOpen={setOpenRecord} />
        </div>
      </div>
      <FieldsPanel fields={fields} />
      <FilesPanel dataset={dataset} />
      <AskPanel operation={View} variables={variables} dataset={dataset} />
      {openRecord !== null && (
        <RecordDialog
          datasetId={datasetId}
          recordId={openRecord}
          fields={fields}
          onClose={() => setOpenRecord(null)}
        />
      )}
    </>
  );
}

function variablesOf(
  parameters: URLSearchParams,
  datasetId: string,
  fields: readonly Field[],
  filter: RecordFilter,
): PageDatasetQueryVariables {
  const sort = parameters.get('sort') ?? '';
  const [south, west, north, east] = (parameters.get('box') ?? '').split(',').map(Number);
  const withinBox =
    south !== undefined && west !== undefined && north !== undefined && east !== undefined
      ? { southWest: { latitude: south, longitude: west }, northEast: { latitude: north, longitude: east } }
      : null;
  return {
    datasetId,
    filter,
    first: PAGE,
    // Cursors of the pages before: to go back is to forget the last.
    after: parameters.getAll('after').at(-1) ?? null,
    orderBy: sort
      ? [{ field: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'DESC' : 'ASC' }]
      : null,
    names: columnsOf(fields).map(({ name }) => name),
    facets: facetsOf(fields).map(({ name }) => name),
    hasMap: fields.some(({ type }) => type === 'GEO_POINT'),
    zoom: zoomOf(parameters),
    mapFilter: withinBox ? { ...filter, withinBox } : filter,
  };
}

function Heading({ title }: { title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever came by keyboard goes on from here.
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    document.title = `${title} · ods-graphql`;
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {title}
    </h1>
  );
}

function About({ dataset, fields }: Pick<ViewProps, 'dataset' | 'fields'>) {
  if (!dataset) return <Skeleton lines={2} />;
  const { description, publisher, license, attributions, recordsCount, modifiedAt } = dataset;
  return (
    <>
      {description && <p class="lead clamped">{textOf(description)}</p>}
      <p class="facts">
        {[publisher, license, ...attributions].filter(Boolean).join(' · ')}
        <br />
        {numberText(recordsCount)} records, {fields.length} fields
        {modifiedAt && `, changed ${dateText(modifiedAt)}`}
      </p>
    </>
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The words of a description, which is HTML of the portal's: none of its elements come into this page. */
function textOf(html: string): string {
  return html
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(?:#(\d{1,6})|(\w{1,8}));/g, (entity, code?: string, name?: string) =>
      code ? String.fromCodePoint(Number(code)) : (ENTITIES[name ?? ''] ?? entity),
    )
    .replace(/\s+/g, ' ')
    .trim();
}

function Count({
  dataset,
  isLoading,
  chips,
}: Pick<ViewProps, 'dataset' | 'isLoading'> & { chips: readonly Chip[] }) {
  const total = dataset?.records?.totalCount;
  const of = dataset && chips.length > 0 ? ` of ${numberText(dataset.recordsCount)}` : '';
  return (
    <p class="count total" role="status">
      {isLoading || total === undefined ? 'Loading…' : `${numberText(total)}${of} records`}
    </p>
  );
}

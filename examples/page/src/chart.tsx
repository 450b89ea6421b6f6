/** A chart of the selection: at first of a facet, whose counts came with the records; of any field if it is chosen. */

import { BarChart, TimeChart } from './bars.tsx';
import type { ViewProps } from './dataset.tsx';
import { spanOf, useDatePoints } from './dates.ts';
import { type Field, isDate, isNumber } from './fields.ts';
import { useOperation } from './graph.ts';
import type { RecordFilter } from './graphql/graphql.ts';
import { Chart } from './operations.ts';
import { Failure, Panel, Skeleton } from './parts.tsx';
import { toggled } from './selection.ts';

/** A chart of fewer bars says little, and one of more cannot be read. */
const BARS = { least: 3, most: 30 };

export function ChartPanel(view: ViewProps) {
  const { parameters, go } = view.address;
  const axes = view.fields.filter((field) => field.isFacet || isDate(field));
  const numbers = view.fields.filter(isNumber);
  const chosen = axes.find(({ name }) => name === parameters.get('axis'));
  const number = numbers.find(({ name }) => name === parameters.get('sum'));
  const axis = chosen ?? firstAxis(view, axes);
  if (axes.length === 0) return null;
  return (
    <Panel title="Chart" isBusy={view.isLoading}>
      <div class="choices">
        <Choice
          label="Show"
          value={number?.name ?? ''}
          onChoose={(sum) => go({ sum }, true)}
          options={[
            { name: '', label: 'Number of records' },
            ...numbers.map(({ name, label }) => ({ name, label: `Average of ${label}` })),
          ]}
        />
        <Choice
          label="By"
          value={axis?.name ?? ''}
          onChoose={(name) => go({ axis: name }, true)}
          options={axes}
        />
      </div>
      {!axis ? (
        <Skeleton lines={6} />
      ) : isDate(axis) ? (
        <DateChart {...view} axis={axis} number={number} />
      ) : number ? (
        <FieldChart {...view} axis={axis} number={number} />
      ) : (
        <FacetChart {...view} axis={axis} />
      )}
    </Panel>
  );
}

/** The first facet with as many values as can be read; a date if there is none; undefined until that is known. */
function firstAxis({ dataset, address }: ViewProps, axes: readonly Field[]): Field | undefined {
  const groups = dataset?.records?.facets;
  if (!groups) return undefined;
  const isRefined = new Set(address.parameters.getAll('refine').map((text) => text.split(':', 1)[0]));
  const texts = axes.filter((field) => !isDate(field));
  const good = texts.find(({ name }) => {
    const length = groups.find((group) => group.name === name)?.facets.length ?? 0;
    return (length >= BARS.least || isRefined.has(name)) && length <= BARS.most;
  });
  return (
    good ??
    axes.find(isDate) ??
    texts.find(({ name }) => (groups.find((group) => group.name === name)?.facets.length ?? 0) > 1) ??
    axes[0]
  );
}

interface AxisProps extends ViewProps {
  axis: Field;
}

/** Its numbers came with the records: it costs no call. */
function FacetChart({ dataset, axis, ...view }: AxisProps) {
  const group = dataset?.records?.facets?.find(({ name }) => name === axis.name);
  if (!group) return <FieldChart dataset={dataset} axis={axis} {...view} />;
  const { parameters, go } = view.address;
  const points = group.facets.slice(0, BARS.most).map(({ name, path, count, state }) => ({
    label: name,
    key: path,
    value: count,
    isSelected: state === 'REFINED',
  }));
  return (
    <BarChart
      points={points}
      what="Number of records"
      by={axis.label}
      onChoose={({ key }) => go(toggled(parameters, 'refine', axis.name, key))}
    />
  );
}

/** By an analysis of its own. */
function FieldChart({
  address: { parameters, go },
  datasetId,
  filter,
  axis,
  number,
}: AxisProps & { number?: Field | undefined }) {
  const answer = useOperation(Chart, {
    datasetId,
    x: [{ field: axis.name }],
    series: [seriesOf(number)],
    filter,
    orderBy: { field: 'value', direction: 'DESC' },
    first: BARS.most,
  });
  const selected = new Set(parameters.getAll('refine'));
  const points = (answer.data?.dataset?.analysis?.points ?? []).map(({ label, value }) => ({
    label,
    key: label,
    value: value ?? 0,
    isSelected: selected.has(`${axis.name}:${label}`),
  }));
  return (
    <>
      <Failure answer={answer} />
      {answer.isLoading && points.length === 0 && <Skeleton lines={6} />}
      <BarChart
        points={points}
        what={whatOf(number)}
        by={axis.label}
        onChoose={({ key }) => go(toggled(parameters, 'refine', axis.name, key))}
      />
    </>
  );
}

function DateChart({
  address: { parameters, go },
  datasetId,
  filter,
  axis,
  number,
}: AxisProps & { number?: Field | undefined }) {
  const { points, precision, ...answer } = useDatePoints({
    datasetId,
    filter: without(filter, axis),
    axis,
    series: seriesOf(number),
  });
  const selected = new Set(parameters.getAll('during'));
  const spanned = points.map((point) => {
    const span = spanOf(point, precision);
    return { ...point, key: span, isSelected: selected.has(`${axis.name}:${span}`) };
  });
  return (
    <>
      <Failure answer={answer} />
      {answer.isLoading && points.length === 0 && <Skeleton lines={6} />}
      <TimeChart
        points={spanned}
        what={whatOf(number)}
        by={`${axis.label}, by ${precision.toLowerCase()}`}
        onChoose={({ key, isSelected }) =>
          go({ during: isSelected ? null : `${axis.name}:${key}`, after: null })
        }
      />
    </>
  );
}

/** A chart shows the times that are not selected as well, so that another can be chosen. */
function without({ where, ...filter }: RecordFilter, { name }: Field): RecordFilter {
  const conditions = (where?.all ?? []).filter(({ field }) => field?.name !== name || !field.atLeast);
  return conditions.length > 0 ? { ...filter, where: { all: conditions } } : filter;
}

function seriesOf(number: Field | undefined) {
  return number
    ? { name: 'value', function: 'AVG' as const, expression: number.name }
    : { name: 'value', function: 'COUNT' as const };
}

function whatOf(number: Field | undefined): string {
  return number ? `Average of ${number.label}` : 'Number of records';
}

interface ChoiceProps {
  label: string;
  value: string;
  options: readonly { name: string; label: string }[];
  onChoose: (name: string) => void;
}

function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label>
      {label}{' '}
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {options.map((option) => (
          <option key={option.name} value={option.name}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

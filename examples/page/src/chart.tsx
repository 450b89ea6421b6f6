/** A chart: the records grouped by a field, counted or with a number of theirs added up. */
import * as Plot from '@observablehq/plot';
import type { ViewProps } from './dataset.tsx';
import { Drawing } from './drawing.tsx';
import { useOperation } from './graph.ts';
import { Chart } from './operations.ts';
import { numberText, Panel } from './parts.tsx';

const BARS = 12;

export function ChartPanel({ address: { parameters, go }, datasetId, fields, filter }: ViewProps) {
  const axes = fields.filter(({ isFacet, type }) => isFacet || type === 'DATE' || type === 'DATETIME');
  const numbers = fields.filter(({ type }) => type === 'INT' || type === 'DOUBLE');
  const axis =
    axes.find(({ name }) => name === parameters.get('axis')) ??
    axes.find(({ type }) => type === 'TEXT') ??
    axes[0];
  const number = numbers.find(({ name }) => name === parameters.get('sum'));
  const isDate = axis?.type === 'DATE' || axis?.type === 'DATETIME';
  const variables = axis
    ? {
        datasetId,
        x: [{ field: axis.name, ...(isDate && { precision: 'YEAR' as const }) }],
        series: [
          number
            ? { name: 'value', function: 'SUM' as const, expression: number.name }
            : { name: 'value', function: 'COUNT' as const },
        ],
        filter,
        ...(!isDate && { orderBy: { field: 'value', direction: 'DESC' as const }, maxPoints: BARS }),
      }
    : null;
  const answer = useOperation(Chart, variables);
  const points = (answer.data?.dataset?.analysis.points ?? []).map(({ label, value }) => ({
    label,
    value: value ?? 0,
  }));
  const what = number ? `Sum of ${number.label}` : 'Number of records';
  return (
    <Panel title="Chart" operation={Chart} variables={variables} answer={answer}>
      {axis ? (
        <>
          <div class="choices">
            <Choice
              label="Show"
              value={number?.name ?? ''}
              onChoose={(sum) => go({ sum }, true)}
              options={[
                { name: '', label: 'Number of records' },
                ...numbers.map(({ name, label }) => ({ name, label: `Sum of ${label}` })),
              ]}
            />
            <Choice
              label="By"
              value={axis.name}
              onChoose={(name) => go({ axis: name }, true)}
              options={axes}
            />
          </div>
          <Drawing
            label={`${what} by ${axis.label}: ${points
              .slice(0, 5)
              .map(({ label, value }) => `${label} ${numberText(value)}`)
              .join(', ')}`}
            state={JSON.stringify(points)}
            draw={(width) =>
              isDate
                ? Plot.plot({
                    width,
                    height: 280,
                    marginLeft: 60,
                    x: { label: null, type: 'band', tickRotate: points.length > 12 ? -60 : 0 },
                    marginBottom: 50,
                    y: { label: null, grid: true, tickFormat: 's' },
                    marks: [
                      Plot.barY(points, { x: 'label', y: 'value', fill: 'var(--accent)', sort: { x: 'x' } }),
                      Plot.ruleY([0]),
                    ],
                  })
                : Plot.plot({
                    width,
                    height: Math.max(120, 22 * points.length + 40),
                    marginLeft: 120,
                    marginRight: 56,
                    x: { axis: null },
                    y: {
                      label: null,
                      tickFormat: (text: string) => (text.length > 18 ? `${text.slice(0, 17)}…` : text),
                    },
                    marks: [
                      Plot.barX(points, { x: 'value', y: 'label', fill: 'var(--accent)', sort: { y: '-x' } }),
                      Plot.text(points, {
                        x: 'value',
                        y: 'label',
                        text: ({ value }) => numberText(Math.round(value)),
                        textAnchor: 'start',
                        dx: 4,
                      }),
                    ],
                  })
            }
          />
          <details>
            <summary>The numbers of the chart</summary>
            <table>
              <caption class="hidden">
                {what} by {axis.label}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{axis.label}</th>
                  <th scope="col">{what}</th>
                </tr>
              </thead>
              <tbody>
                {points.map(({ label, value }) => (
                  <tr key={label}>
                    <td>{label}</td>
                    <td class="number">{numberText(value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      ) : (
        <p>This dataset has no field to group its records by.</p>
      )}
    </Panel>
  );
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

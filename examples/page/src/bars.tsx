/** Bars, one for each group of records: a click on one selects its records. */
import * as Plot from '@observablehq/plot';
import { Drawing } from './drawing.tsx';
import { numberText } from './parts.tsx';

export interface ChartPoint {
  label: string;
  /** What selects its records. */
  key: string;
  value: number;
  isSelected: boolean;
}

interface BarsProps {
  points: readonly ChartPoint[];
  what: string;
  by: string;
  onChoose: (point: ChartPoint) => void;
}

/** The widest that a label may be, in pixels; its letters are some six pixels wide. */
const LABEL = { least: 40, most: 200, letter: 6.4 };

const fillOf = ({ isSelected }: ChartPoint, isAnySelected: boolean) =>
  isSelected || !isAnySelected ? 'var(--accent)' : 'var(--soft)';

/** Lying bars of named groups, the longest on top. */
export function BarChart(props: BarsProps) {
  const points = props.points.toSorted((a, b) => b.value - a.value);
  const isAnySelected = points.some(({ isSelected }) => isSelected);
  const longest = Math.max(0, ...points.map(({ label }) => label.length));
  const marginLeft = Math.min(LABEL.most, Math.max(LABEL.least, longest * LABEL.letter + 14));
  const room = Math.floor((marginLeft - 14) / LABEL.letter);
  const shorten = (text: string) => (text.length > room ? `${text.slice(0, room - 1)}…` : text);
  return (
    <Bars
      {...props}
      points={points}
      draw={(width) =>
        Plot.plot({
          width,
          height: Math.max(120, 22 * points.length + 30),
          marginLeft,
          marginRight: 64,
          x: { axis: null },
          y: { label: null, tickFormat: shorten, domain: points.map(({ label }) => label) },
          marks: [
            Plot.barX(points, {
              x: 'value',
              y: 'label',
              fill: (point: ChartPoint) => fillOf(point, isAnySelected),
              title: 'label',
            }),
            Plot.text(points, {
              x: 'value',
              y: 'label',
              text: ({ value }) => shortNumber(value),
              textAnchor: 'start',
              dx: 4,
            }),
          ],
        })
      }
    />
  );
}

/** Standing bars, as time goes on. */
export function TimeChart(props: BarsProps) {
  const { points } = props;
  const isAnySelected = points.some(({ isSelected }) => isSelected);
  return (
    <Bars
      {...props}
      draw={(width) => {
        // As many labels as there is room for.
        const step = Math.max(1, Math.ceil((points.length * 64) / width));
        return Plot.plot({
          width,
          height: 280,
          marginLeft: 56,
          marginBottom: 36,
          x: {
            label: null,
            type: 'band',
            ticks: points.filter((_, index) => index % step === 0).map(({ label }) => label),
            domain: points.map(({ label }) => label),
          },
          y: { label: null, grid: true, tickFormat: 's' },
          marks: [
            Plot.barY(points, {
              x: 'label',
              y: 'value',
              fill: (point: ChartPoint) => fillOf(point, isAnySelected),
              title: ({ label, value }) => `${label}: ${shortNumber(value)}`,
            }),
            Plot.ruleY([0]),
          ],
        });
      }}
    />
  );
}

function Bars({ points, what, by, onChoose, draw }: BarsProps & { draw: (width: number) => Element }) {
  if (points.length === 0) return null;
  const told = points.slice(0, 5).map(({ label, value }) => `${label} ${shortNumber(value)}`);
  return (
    <>
      <Drawing
        label={`${what} by ${by}: ${told.join(', ')}`}
        state={JSON.stringify(points)}
        draw={draw}
        onChoose={(index) => {
          const point = points[index];
          if (point) onChoose(point);
        }}
      />
      <details>
        <summary>The numbers of the chart</summary>
        <table>
          <caption class="hidden">
            {what} by {by}
          </caption>
          <thead>
            <tr>
              <th scope="col">{by}</th>
              <th scope="col">{what}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.key}>
                <td>
                  <button
                    type="button"
                    class="plain"
                    aria-pressed={point.isSelected}
                    onClick={() => onChoose(point)}
                  >
                    {point.label}
                  </button>
                </td>
                <td class="number">{shortNumber(point.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

function shortNumber(value: number): string {
  return numberText(Math.abs(value) < 100 ? Math.round(value * 100) / 100 : Math.round(value));
}

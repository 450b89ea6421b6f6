/** What is pushed through the graph, as it happens. */
import { useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { type DocumentType, graphql } from './graphql/index.ts';
import { Panel } from './panel.tsx';
import { numberOf, numberText, textOf, timeText } from './values.ts';

const MeasurementsPushed = graphql(`
  subscription MeasurementsPushed {
    recordsPushed(datasetId: "realtime-sensors") {
      at
      records
    }
  }
`);
type Pushed = NonNullable<DocumentType<typeof MeasurementsPushed>['recordsPushed']>;

/** The list is short, however long the page is open. */
const SHOWN = 10;

export function LiveMeasurements() {
  const [pushed, setPushed] = useState<Pushed[]>([]);
  const { error, restart } = useSubscription(MeasurementsPushed, {
    onData: ({ data: { data } }) => {
      const latest = data?.recordsPushed;
      if (latest) setPushed((before) => [latest, ...before].slice(0, SHOWN));
    },
  });
  return (
    <Panel title="Live measurements" error={error} onRetry={restart}>
      <ol className="live" aria-live="polite">
        {pushed.flatMap(({ at, records }) =>
          records.map((record) => (
            <li key={`${at} ${textOf(record.sensor_id)}`}>
              {textOf(record.sensor_id)}: {numberText(numberOf(record.temperature))} °C at {timeText(at)}
            </li>
          )),
        )}
      </ol>
      {pushed.length === 0 && <p>Listening. Nothing has been sent yet.</p>}
    </Panel>
  );
}

/** A form that pushes a record to a real-time dataset. The graph sends it once, and says what became of it. */
import { useMutation } from '@apollo/client/react';
import type { FormEvent } from 'react';
import type { PushFailureCode, SensorInput } from './graphql/graphql.ts';
import { graphql } from './graphql/index.ts';
import { Failure, Panel } from './panel.tsx';

const PushMeasurement = graphql(`
  mutation PushMeasurement($input: PushSensorsInput!) {
    pushSensors(input: $input) {
      accepted
      failures {
        code
        message
      }
    }
  }
`);

/** The type of the codes sees to it that none is forgotten. */
const ADVICE: Readonly<Record<PushFailureCode, string>> = {
  BAD_USER_INPUT: 'Change the measurement, and send it again.',
  FORBIDDEN: 'This push key may not be used here.',
  NOT_FOUND: 'This portal takes no measurements.',
  NOT_SENT: 'Send it again.',
  OUTCOME_UNKNOWN: 'It may have arrived: look before you send it again.',
  QUOTA_EXCEEDED: 'The key has no call left today.',
  UNAUTHENTICATED: 'Is the push key right?',
  UPSTREAM_INVALID_RESPONSE: 'It may have arrived: look before you send it again.',
  UPSTREAM_TIMEOUT: 'Send it again in a moment.',
  UPSTREAM_UNAVAILABLE: 'Send it again in a moment.',
};

export function PushForm() {
  const [push, { data, loading, error }] = useMutation(PushMeasurement);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    // A wrong name or type would not compile.
    const sensor: SensorInput = {
      sensorId: String(form.get('sensor')),
      temperature: Number(form.get('temperature')),
      measured: new Date().toISOString(),
    };
    void push({ variables: { input: { pushKey: String(form.get('key')), records: [sensor] } } });
  };
  const { accepted = 0, failures = [] } = data?.pushSensors ?? {};
  return (
    <Panel title="Send a measurement" loading={loading}>
      <form className="push" onSubmit={send}>
        <label>
          Sensor
          <input name="sensor" required defaultValue="my-sensor" />
        </label>
        <label>
          Temperature (°C)
          <input type="number" name="temperature" required step="any" defaultValue="21" />
        </label>
        <label>
          Push key
          <input type="password" name="key" required autoComplete="off" aria-describedby="key-hint" />
        </label>
        <button type="submit" disabled={loading}>
          Send
        </button>
        <small id="key-hint">That of the embedded portal is demo-push-key.</small>
      </form>
      <p role="status">{accepted > 0 && 'The portal has accepted it.'}</p>
      {/* What is wrong with the request is an error; what became of its records is data. */}
      {error && <Failure error={error} />}
      {failures.map(({ code, message }) => (
        <p key={code} role="alert" className="failure" data-code={code}>
          {message} {ADVICE[code]}
        </p>
      ))}
    </Panel>
  );
}

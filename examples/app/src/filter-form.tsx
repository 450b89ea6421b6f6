/** The filter. It is asked for when it is sent, and not at each key: calls to a portal are counted. */
import { useQuery } from '@apollo/client/react';
import type { FormEvent } from 'react';
import { filterOf } from './filter.ts';
import type { RecordFilter } from './graphql/graphql.ts';
import { graphql } from './graphql/index.ts';
import { Failure } from './panel.tsx';
import { numberText } from './values.ts';

const EarthquakeKinds = graphql(`
  query EarthquakeKinds {
    dataset(datasetId: "earthquakes") {
      id
      values(field: "type", first: 100) {
        nodes {
          value
          count
        }
      }
    }
  }
`);

interface FilterFormProps {
  onFilter: (filter: RecordFilter) => void;
}

export function FilterForm({ onFilter }: FilterFormProps) {
  const { data, error, refetch } = useQuery(EarthquakeKinds);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onFilter(filterOf(new FormData(event.currentTarget)));
  };
  return (
    <search>
      <form className="filter" onSubmit={send} onReset={() => onFilter({})}>
        <label>
          Words
          <input type="search" name="search" placeholder="Alaska" />
        </label>
        <label>
          Magnitude from
          <input type="number" name="least" step="any" />
        </label>
        <label>
          Kind
          <select name="kind">
            <option value="">All</option>
            {data?.dataset?.values?.nodes.map(({ value, count }) => (
              <option key={value} value={value}>
                {value} ({numberText(count)})
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Show</button>
        <button type="reset">Clear</button>
      </form>
      {error && <Failure error={error} onRetry={() => refetch()} />}
    </search>
  );
}

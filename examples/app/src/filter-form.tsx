/** The filter. It is asked for when it is sent, and not at each key: calls to a portal are counted. */
import { useQuery } from '@apollo/client/react';
import type { FormEvent } from 'react';
import { EVERYTHING, type Wanted, wantedOf } from './filter.ts';
import { graphql } from './graphql/index.ts';
import { Failure } from './panel.tsx';
import { numberText } from './values.ts';

const EarthquakeKinds = graphql(`
  query EarthquakeKinds {
    earthquakes {
      facets {
        type(first: 100) {
          value
          count
        }
      }
    }
  }
`);

interface FilterFormProps {
  onFilter: (wanted: Wanted) => void;
}

export function FilterForm({ onFilter }: FilterFormProps) {
  const { data, error, refetch } = useQuery(EarthquakeKinds);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onFilter(wantedOf(new FormData(event.currentTarget)));
  };
  return (
    <search>
      <form className="filter" onSubmit={send} onReset={() => onFilter(EVERYTHING)}>
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
            {data?.earthquakes?.facets.type?.map(({ value, count }) => (
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

/** Who lives where the map is: the largest cities in sight, with what other datasets know of their countries. */
import { useQuery } from '@apollo/client/react';
import { addressOf } from './client.ts';
import type { BoundingBoxInput } from './graphql/graphql.ts';
import { graphql } from './graphql/index.ts';
import { NoDataset, Panel } from './panel.tsx';
import { numberText } from './values.ts';

// The countries of all cities are one call to the portal, and so are their flags.
const CitiesInSight = graphql(`
  query CitiesInSight($box: BoundingBoxInput) {
    cities(filter: { withinBox: $box }, orderBy: [{ field: POPULATION, direction: DESC }], first: 5) {
      totalCount
      aggregate {
        sum {
          population
        }
      }
      nodes {
        id
        name
        population
        country {
          id
          name
          flag {
            thumbnailUrl(size: 48)
          }
        }
      }
    }
  }
`);

export function LargestCities({ box }: { box: BoundingBoxInput | null }) {
  const { data, previousData, loading, error, refetch } = useQuery(CitiesInSight, { variables: { box } });
  const cities = (data ?? previousData)?.cities;
  return (
    <Panel title="Largest cities in sight" loading={loading} error={error} onRetry={() => refetch()}>
      {cities === null && <NoDataset name="geonames-cities-1000" />}
      {cities && (
        <>
          <p className="count" aria-live="polite">
            {numberText(cities.totalCount)} cities, of {numberText(cities.aggregate.sum.population ?? 0)}{' '}
            people
          </p>
          <ol className="cities">
            {cities.nodes.map(({ id, name, population, country }) => (
              <li key={id}>
                {country?.flag?.thumbnailUrl && <img src={addressOf(country.flag.thumbnailUrl)} alt="" />}
                {name}, {country?.name}: {numberText(population)}
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}

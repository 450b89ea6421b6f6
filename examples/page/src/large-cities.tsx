/** A card across datasets, where these are types of the graph: the countries with most large cities, by their flags. */
import type { Address } from './address.ts';
import { DatasetLink } from './dataset-link.tsx';
import { useOperation } from './graph.ts';
import { LargeCities as Operation, Types } from './operations.ts';

export function LargeCities({ address }: { address: Address }) {
  const { data: types } = useOperation(Types, {});
  const isTyped = types?.cityGroup?.fields?.some(({ name }) => name === 'country');
  const { data } = useOperation(Operation, isTyped ? {} : null);
  const countries = (data?.cities?.groups ?? []).flatMap(({ key, count, country }) => {
    const url = country?.flag?.thumbnailUrl;
    return country && url ? [{ code: key.countryCode, name: country.name, count, url }] : [];
  });
  if (countries.length === 0) return null;
  return (
    <li>
      <div
        class="wall"
        role="img"
        aria-label={`Cities over a million: ${countries.map(({ name, count }) => `${name} ${count}`).join(', ')}`}
      >
        {countries.map(({ code, name, count, url }) => (
          <span key={code} title={`${name}: ${count}`}>
            <img src={url} alt="" width="36" height="24" /> {count}
          </span>
        ))}
      </div>
      <p>
        <DatasetLink datasetId="geonames-cities-1000" address={address}>
          Cities over a million
        </DatasetLink>{' '}
        <small>by country</small>
      </p>
    </li>
  );
}

/** The way from the catalog to a dataset, and back to where the catalog was. */
import type { ComponentChildren } from 'preact';
import { type Address, addressWith, isPlain } from './address.ts';
import type { PageCatalogQuery } from './graphql/graphql.ts';
import { NOTHING_SELECTED } from './selection.ts';

export type ListedDataset = NonNullable<PageCatalogQuery['datasets']>['edges'][number]['node'];

/** Where the catalog was when it was last seen: the way back leads there. */
export const lastSeen = { search: '' };

/** A link to a dataset, followed without loading the page anew. */
export function DatasetLink({
  datasetId,
  address: { go },
  children,
}: {
  datasetId: string;
  address: Address;
  children: ComponentChildren;
}) {
  const changes = { ...NOTHING_SELECTED, first: null, dataset: datasetId };
  return (
    <a
      href={addressWith(changes)}
      onClick={(event) => {
        if (!isPlain(event)) return;
        event.preventDefault();
        go(changes);
        scrollTo(0, 0);
      }}
    >
      {children}
    </a>
  );
}

/** What a frontend with Relay writes: pages of a catalog, and of the records of each dataset. */
import { graphql } from 'relay-runtime';
export const query = graphql`
  query CatalogQuery($search: String) { ...Catalog_query @arguments(search: $search) }
`;
export const fragment = graphql`
  fragment Catalog_query on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }, search: { type: "String" })
  @refetchable(queryName: "CatalogPaginationQuery") {
    datasets(first: $count, after: $cursor, filter: { search: $search }) @connection(key: "Catalog_datasets") {
      edges { node { id ...Catalog_dataset } }
    }
  }
`;
export const dataset = graphql`
  fragment Catalog_dataset on Dataset
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "CatalogRecordsQuery") {
    title
    records(first: $count, after: $cursor) @connection(key: "Catalog_records") {
      edges { node { id fields } }
    }
  }
`;

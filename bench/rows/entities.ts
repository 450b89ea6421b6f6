/** The row of a federation gateway: it asks for records by their keys. */
import { COLUMNS, PLACES } from '../portal/names.ts';
import { CONNECTIONS, type Row, VARIANTS } from '../row.ts';

/** `recordIds`: those of at least so many records as entities and variants together. */
export function entitiesRow(recordIds: readonly string[]): Row {
  const idsOf = (variant: number) => recordIds.slice(variant, variant + 100);
  const { name, population } = COLUMNS;
  const representations = (variant: number) => ({
    representations: idsOf(variant).map((recordId) => ({
      __typename: 'Record',
      datasetId: PLACES,
      recordId,
    })),
  });
  return {
    name: 'entities100',
    asks: '100 records by their keys (`_entities`), 2 fields each',
    floor: (variant) => `/entities?ids=${idsOf(variant).join()}`,
    product: {
      query: `query Entities($representations: [_Any!]!) {
        _entities(representations: $representations) {
          ... on Record { recordId name: value(field: "${name}") population: value(field: "${population}") }
        }
      }`,
      variables: representations,
    },
    byHand: {
      query: `query Entities($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on Record { recordId name population } }
      }`,
      variables: representations,
    },
    sides: ['floor', 'by-hand', 'product'],
    keeps: 'datasets',
    variants: VARIANTS,
    connections: CONNECTIONS,
    calls: 1,
  };
}

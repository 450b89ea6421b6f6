/** Rows of the catalog: the metadata of one dataset, of fifty, and the cheapest operation of all. */
import { cardId } from '../portal/names.ts';
import { CONNECTIONS, type Row, VARIANTS } from '../row.ts';

export const CARD = 'datasetId title publisher recordsCount';

const common = {
  sides: ['floor', 'by-hand', 'product'],
  keeps: 'nothing',
  variants: VARIANTS,
  connections: CONNECTIONS,
  calls: 1,
} as const;

const cardOperation = {
  query: `query Card($datasetId: ID!) { dataset(datasetId: $datasetId) { ${CARD} } }`,
  variables: (variant: number) => ({ datasetId: cardId(variant) }),
};

export const card: Row = {
  ...common,
  name: 'card',
  asks: 'one dataset, 4 fields',
  floor: (variant) => `/card?id=${cardId(variant)}`,
  product: cardOperation,
  byHand: cardOperation,
  targets: { floor: 1.2 },
};

const fiftyIds = (variant: number) => Array.from({ length: 50 }, (_, index) => cardId(variant + index));
const cardsOperation = {
  query: `query Cards($ids: [ID!]!) { datasetsById(datasetIds: $ids) { ${CARD} } }`,
  variables: (variant: number) => ({ ids: fiftyIds(variant) }),
};

export const cards50: Row = {
  ...common,
  name: 'cards50',
  asks: '50 datasets by id, 4 fields each',
  floor: (variant) => `/cards?ids=${fiftyIds(variant).join()}`,
  product: cardsOperation,
  byHand: cardsOperation,
  targets: { floor: 1 },
};

/** More texts than anybody keeps: each is parsed, validated and planned anew. */
const TEXTS = 8000;
const newOperation = {
  query: (variant: number) => `query New${variant} { dataset(datasetId: "${cardId(variant)}") { ${CARD} } }`,
  variables: () => ({}),
};

export const documents: Row = {
  ...common,
  name: 'documents',
  asks: 'one dataset, 4 fields, in ever new documents',
  floor: (variant) => `/card?id=${cardId(variant)}`,
  product: newOperation,
  byHand: newOperation,
  variants: TEXTS,
};

const typenameOperation = { query: '{ __typename }', variables: () => ({}) };

export const typename: Row = {
  ...common,
  name: 'typename',
  asks: '`{ __typename }`',
  floor: () => '/typename',
  product: typenameOperation,
  byHand: typenameOperation,
  variants: 1,
  calls: 0,
};

/** The same card under many aliases: each is one more id in the same call. */
export function aliasesRow(count: number): Row {
  const aliases = Array.from({ length: count }, (_, index) => index);
  return {
    ...common,
    name: `aliases${count}`,
    asks: `${count} datasets, each under an alias`,
    floor: () => '/typename',
    product: {
      query: `query Aliases(${aliases.map((index) => `$id${index}: ID!`).join(', ')}) {
        ${aliases.map((index) => `a${index}: dataset(datasetId: $id${index}) { ${CARD} }`).join('\n')}
      }`,
      variables: (variant) =>
        Object.fromEntries(aliases.map((index) => [`id${index}`, cardId(variant + index)])),
    },
    sides: ['product'],
    calls: Math.ceil(count / 100),
  };
}

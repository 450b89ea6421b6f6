/** The fields that search typed datasets: their arguments, and what they cost. */
import {
  type GraphQLFieldConfigArgumentMap,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from 'graphql';
import { type Cost, type FieldUse, keyOf, oneDataset, searchPage } from '../cost.ts';
import type { Base } from './base.ts';
import type { DatasetTypes } from './type-kit.ts';
import { PAGE_FIELDS } from './typed-search.ts';

/** The arguments of a connection of a typed dataset. */
export function searchArguments(
  { typed, filter, order }: DatasetTypes,
  base: Base,
): GraphQLFieldConfigArgumentMap {
  return {
    filter: { type: filter, description: 'Which records; all records if it is left out.' },
    ...(order && {
      orderBy: {
        type: new GraphQLList(new GraphQLNonNull(order)),
        description:
          "What to sort by. If it is left out, the order is by relevance, by distance or the portal's own, which may change between pages.",
      },
    }),
    first: {
      type: GraphQLInt,
      description: `How many records of \`${typed.datasetId}\`, 0 or more, from \`after\` on; 10 if \`last\` is not given either. A page must end within the first 10,000 results.`,
    },
    after: { type: GraphQLString, description: 'The cursor after which the page starts.' },
    last: {
      type: GraphQLInt,
      description:
        'How many records, 0 or more, up to `before`; not together with `first`. Without `before` one more upstream call counts all results.',
    },
    before: { type: GraphQLString, description: 'The cursor before which the page ends.' },
    timezone: {
      type: base.scalar('TimeZone'),
      description:
        'IANA time zone in which days begin, in filters, facets and groups (`timezone`); UTC if it is left out.',
    },
  };
}

/** What a search costs: as one of the untyped graph. */
export function searchCost(scope: string, datasetId: string, use: FieldUse): Cost {
  const { filter, orderBy, timezone } = use.args;
  const key = `${scope} search ${keyOf([filter, orderBy, timezone])}`;
  const cost = searchPage(key, use, oneDataset(datasetId));
  // What inherits its filter, and nothing else, asks by itself.
  return use.selects(...PAGE_FIELDS, 'totalCount') ? cost : { ...cost, charges: [] };
}

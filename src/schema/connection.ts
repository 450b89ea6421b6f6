import type { ObjectRef } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { Connection, PageInfo as PageInfoSource } from '../loading/connection.ts';
import type { Projection } from '../loading/projection.ts';
import { annotate, annotateType, type Freshness } from './annotations.ts';
import { builder, type SchemaTypes } from './builder.ts';
import { pageRows, searchFacets } from './cost.ts';
import { FacetGroup, FacetSort } from './facet.ts';

/** The arguments of every connection, which say which page is wanted. */
export function pageArguments(t: ArgBuilder) {
  return {
    first: t.int({
      description:
        'How many results (`rows`), 0 or more, from `after` on; 10 if `last` is not given either. A search shows only its first 10,000 results, so the page must end there at the latest.',
    }),
    after: t.string({
      description:
        'The cursor after which the page starts: the `pageInfo.endCursor` of the previous page (`start`).',
    }),
    last: t.int({
      description:
        'How many results, 0 or more, up to `before`; it cannot be given together with `first`. Without `before` these are the last of all results, and one more upstream call is made to count them.',
    }),
    before: t.string({
      description: 'The cursor before which the page ends: the `pageInfo.startCursor` of the next page.',
    }),
  };
}

type ArgBuilder = Parameters<Parameters<typeof builder.queryField>[1]>[0]['arg'];

export const PageInfo = builder.objectRef<PageInfoSource>('PageInfo').implement({
  description: 'The position of a page in its connection (Relay cursor connections).',
  extensions: annotateType({ shareable: true }),
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'True if more results follow.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'True if there are results before the page.',
    }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: "The first result's cursor; null on an empty page.",
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: "The last result's cursor; null on an empty page.",
    }),
  }),
});

/** A node of a page with its cursor. */
export interface Edge<T> {
  cursor: string;
  node: T;
}

/**
 * The types `<Name>Connection` and `<Name>Edge` over a node type; all fields of one page are one upstream call. What
 * belongs to the search and not to the node is a field of the edge.
 */
export function connectionType<T extends object>(
  name: string,
  node: ObjectRef<SchemaTypes, T>,
  freshness: Freshness,
  projection: (info: GraphQLResolveInfo, connection: Connection<T>) => Projection,
) {
  const plural = `${name.toLowerCase()}s`;
  const EdgeType = builder.objectRef<Edge<T>>(`${name}Edge`).implement({
    description: `A ${name.toLowerCase()} and its position in a connection.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Its cursor, for `after` and `before`.' }),
      node: t.expose('node', { type: node, description: `The ${name.toLowerCase()}.` }),
    }),
  });
  const ConnectionType = builder.objectRef<Connection<T>>(`${name}Connection`).implement({
    description: `A page of ${plural}, with the total and the facets of all that match. It is one upstream call, however many of its fields are asked for.`,
    extensions: annotateType({ freshness }),
    fields: (t) => ({
      edges: t.field({
        type: [EdgeType],
        extensions: annotate({ cost: pageRows }),
        description: `The ${plural} of the page, each with its cursor.`,
        resolve: (connection, _, __, info) => connection.edges(projection(info, connection)),
      }),
      nodes: t.field({
        type: [node],
        extensions: annotate({ cost: pageRows }),
        description: `The ${plural} of the page.`,
        resolve: (connection, _, __, info) => connection.nodes(projection(info, connection)),
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'The position of the page in the connection.',
        resolve: (connection) => connection.pageInfo(),
      }),
      totalCount: t.int({
        description: `How many ${plural} match, over all pages (\`nhits\`).`,
        resolve: (connection) => connection.totalCount(),
      }),
      facets: t.field({
        type: [FacetGroup],
        nullable: true,
        extensions: annotate({ listSize: 5, cost: searchFacets }),
        description: `Facet trees over all ${plural} that match, not just those of this page: one for each name, in the order asked for.`,
        args: {
          names: t.arg.stringList({
            required: true,
            description:
              'Names of text, numeric or date fields (`facet`). The portal shows those by itself that are annotated as facets (`isFacet`); it counts the values of any other too.',
          }),
          sort: t.arg({
            type: FacetSort,
            description:
              'The order of the values (`facetsort`). If it is left out, it is the order that the field declares, or else the highest count first.',
          }),
        },
        resolve: (connection, { names, sort }) => connection.facets(names, sort ?? null),
      }),
    }),
  });
  return { ConnectionType, EdgeType };
}

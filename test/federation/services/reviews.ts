/** A small subgraph of another team: reviews of datasets and records, which it knows by their keys only. */
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

interface Review {
  id: string;
  datasetId: string;
  recordId?: string;
  /** True if it knows its record by the type of its dataset. */
  isTyped?: boolean;
  rating: number;
  text: string;
}

/** Given as JSON by who starts it. */
const REVIEWS: readonly Review[] = JSON.parse(process.env.REVIEWS ?? '[]');

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])

  type Query {
    reviews(datasetId: ID, first: Int): [Review!]!
    "What the caller sent as Authorization, as far as it got here."
    authorization: String
  }

  type Review @key(fields: "id") {
    id: ID!
    rating: Int!
    text: String!
    dataset: Dataset
    record: Record
    city: City
  }

  type Dataset @key(fields: "datasetId") {
    datasetId: ID!
    title: String! @external
    reviews: [Review!]!
    headline: String! @requires(fields: "title")
  }

  type Record @key(fields: "datasetId recordId") {
    datasetId: ID!
    recordId: ID!
    reviews: [Review!]!
  }

  type City @key(fields: "recordId") {
    recordId: ID!
    reviews: [Review!]!
  }
`);

const resolvers = {
  Query: {
    reviews: (_: unknown, { datasetId, first }: { datasetId?: string; first?: number }) =>
      REVIEWS.filter((review) => datasetId === undefined || review.datasetId === datasetId).slice(0, first),
    authorization: (_: unknown, __: unknown, context: { authorization: string | undefined }) =>
      context.authorization ?? null,
  },
  Review: {
    __resolveReference: ({ id }: Review) => REVIEWS.find((review) => review.id === id),
    dataset: ({ datasetId }: Review) => ({ datasetId }),
    record: ({ datasetId, recordId }: Review) => (recordId === undefined ? null : { datasetId, recordId }),
    city: ({ recordId, isTyped }: Review) => (recordId !== undefined && isTyped ? { recordId } : null),
  },
  Dataset: {
    reviews: ({ datasetId }: Review) => REVIEWS.filter((review) => review.datasetId === datasetId),
    headline: ({ datasetId, title }: { datasetId: string; title: string }) =>
      `${title}: ${REVIEWS.filter((review) => review.datasetId === datasetId).length} reviews`,
  },
  Record: {
    reviews: ({ recordId }: Review) => REVIEWS.filter((review) => review.recordId === recordId),
  },
  City: {
    reviews: ({ recordId }: Review) => REVIEWS.filter((review) => review.recordId === recordId),
  },
};

const server = new ApolloServer({ schema: buildSubgraphSchema([{ typeDefs, resolvers }]) });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`ready at ${url}\n`);

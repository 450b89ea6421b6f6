/** The schema as `@graphql-eslint` recommends schemas to be: `npm run lint:schema`. All else is linted by Biome. */
import graphql from '@graphql-eslint/eslint-plugin';

/** The schema, and the one with the types of the embedded portal. Each is linted by a run of its own: the plugin keeps what it knows of the first. */
const SCHEMAS = ['schema/schema.graphql', 'schema/embedded.graphql'];

export default SCHEMAS.map((schema) => ({
  files: [schema],
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema } },
  },
  plugins: { '@graphql-eslint': graphql },
  rules: {
    ...graphql.configs['flat/schema-recommended'].rules,
    // An id is for what can be asked again by it (Relay's Node); an id of a mere value would make caches join what is not one.
    '@graphql-eslint/strict-id-in-types': 'off',
    // `datasetId` and `recordId` are what the portal calls them, and the keys of the federated graph.
    '@graphql-eslint/no-typename-prefix': 'off',
    '@graphql-eslint/require-description': [
      'error',
      {
        types: true,
        DirectiveDefinition: true,
        FieldDefinition: true,
        InputValueDefinition: true,
        EnumValueDefinition: true,
      },
    ],
  },
}));

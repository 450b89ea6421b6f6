/** Typed operations for tests, examples and the page, from the printed schema: `npm run codegen`. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const typed = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    enumsAsTypes: true,
    useTypeImports: true,
    strictScalars: true,
    defaultScalarType: 'unknown',
    scalars: {
      DateTime: 'string',
      GeoJSON: 'unknown',
      JSON: 'unknown',
      JSONObject: 'Record<string, unknown>',
      Latitude: 'number',
      Longitude: 'number',
      PositiveInt: 'number',
      SafeInt: 'number',
      TimeZone: 'string',
      URL: 'string',
    },
  },
} as const;

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'test/graphql/': { ...typed, documents: ['schema/examples/*.graphql', 'test/e2e/**/*.ts'] },
    'examples/page/src/graphql/': { ...typed, documents: ['examples/page/src/operations.ts'] },
  },
};

export default config;

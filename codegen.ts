/** Typed operations for tests and examples, from the printed schema: `npm run codegen`. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  documents: ['schema/examples/*.graphql', 'test/e2e/**/*.ts'],
  generates: {
    'test/graphql/': {
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
          NonNegativeInt: 'number',
          PositiveInt: 'number',
          SafeInt: 'number',
          TimeZone: 'string',
          URL: 'string',
        },
      },
    },
  },
};

export default config;

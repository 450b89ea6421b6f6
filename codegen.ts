/** Typed operations for tests, the page and the example of an app, from the printed schema: `npm run codegen`. */
import type { CodegenConfig } from '@graphql-codegen/cli';
import { scalars } from './src/codegen.ts';

const typed = {
  preset: 'client',
  presetConfig: { fragmentMasking: false },
  config: {
    enumsAsTypes: true,
    useTypeImports: true,
    strictScalars: true,
    defaultScalarType: 'unknown',
    scalars,
  },
} as const;

const schema = 'schema/schema.graphql';

/** With the types of the embedded portal. */
const EMBEDDED = 'schema/embedded.graphql';

const config: CodegenConfig = {
  importExtension: '.ts',
  generates: {
    'test/graphql/': { ...typed, schema, documents: ['schema/examples/*.graphql', 'test/e2e/**/*.ts'] },
    'examples/page/src/graphql/': {
      ...typed,
      schema: EMBEDDED,
      documents: ['examples/page/src/operations.ts'],
    },
    'examples/app/src/graphql/': {
      ...typed,
      // It asks the embedded portal, with the types of its datasets.
      schema: EMBEDDED,
      // The app draws outlines: there GeoJSON is what its types say it is.
      config: { ...typed.config, scalars: { ...scalars, GeoJSON: 'geojson#GeoJSON' } },
      documents: ['examples/app/src/**/*.{ts,tsx}', '!examples/app/src/graphql/**'],
    },
  },
};

export default config;

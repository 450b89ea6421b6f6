/** Typed operations for tests, examples and the page, from the printed schema: `npm run codegen`. */
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

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  generates: {
    'test/graphql/': { ...typed, documents: ['schema/examples/*.graphql', 'test/e2e/**/*.ts'] },
    'examples/page/src/graphql/': { ...typed, documents: ['examples/page/src/operations.ts'] },
  },
};

export default config;

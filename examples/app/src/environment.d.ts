/** What Vite hands to the app at build time. Any other name is an error. */
interface ViteTypeOptions {
  strictImportMetaEnv: unknown;
}

interface ImportMetaEnv {
  /** Where the graph is: `VITE_GRAPH_URL=https://graph.example.org/graphql npm run app`. */
  readonly VITE_GRAPH_URL?: string;
}

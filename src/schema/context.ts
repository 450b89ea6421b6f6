import type { Loaders } from '../loading/loaders.ts';

/** The portal that the graph stands in front of. */
export interface PortalInfo {
  url: URL;
  /** Host name, or what the embedded portal calls itself. */
  name: string;
  /** Version of the portal's REST API. */
  apiVersion: string;
  /** True where this server started the portal itself. */
  embedded: boolean;
}

/** What resolvers work with, made for each operation. */
export interface Context {
  portal: PortalInfo;
  loaders: Loaders;
}

import type { Loaders } from '../loading/loaders.ts';
import type { AcceptedRecords, Pusher } from '../loading/push.ts';

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

/** What this server pushes, told to whom it concerns. An error is the last that a subscriber is told. */
export interface PushFeed {
  subscribe(datasetId: string): AsyncIterable<AcceptedRecords | Error>;
}

/** What resolvers work with, made for each operation. */
export interface Context {
  portal: PortalInfo;
  loaders: Loaders;
  pusher: Pusher;
  pushFeed: PushFeed;
}

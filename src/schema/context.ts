import type { GraphQLResolveInfo } from 'graphql';
import type { Loaders } from '../loading/loaders.ts';
import type { AcceptedRecords, Pusher } from '../loading/push.ts';
import type { DownloadFormat } from '../ods/download.ts';
import type { Media } from '../ods/media.ts';
import type { Parameter } from '../ods/parameter.ts';

/** The portal that the graph stands in front of. */
export interface PortalInfo {
  url: URL;
  /** Host name, or what the embedded portal calls itself. */
  name: string;
  /** Version of the portal's REST API. */
  apiVersion: string;
  /** True if this server started the portal itself. */
  embedded: boolean;
}

/** Tells subscribers what this server pushes. If a subscriber is sent an error, nothing comes after it. */
export interface PushFeed {
  subscribe(datasetId: string): AsyncIterable<AcceptedRecords | Error>;
}

/** Makes addresses on this server that stream what the portal has. They are paths if this server does not know its own address. */
export interface Links {
  /** The address of a download: the records of a dataset as a file. */
  export(datasetId: string, format: DownloadFormat, parameters: readonly Parameter[]): Promise<string>;
  /** The address of a file of a dataset. */
  media(media: Media): Promise<string>;
}

/** What resolvers work with, made for each operation. */
export interface Context {
  portal: PortalInfo;
  loaders: Loaders;
  pusher: Pusher;
  pushFeed: PushFeed;
  links: Links;
  /** True if the caller wants to know which field each upstream request served. */
  isExplained: boolean;
  /** It is called with each list of objects before their fields are read; it throws if the answer becomes too large. */
  onList(length: number, info: GraphQLResolveInfo): void;
}

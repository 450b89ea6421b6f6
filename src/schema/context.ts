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
  /** True where this server started the portal itself. */
  embedded: boolean;
}

/** What this server pushes, told to whom it concerns. An error is the last that a subscriber is told. */
export interface PushFeed {
  subscribe(datasetId: string): AsyncIterable<AcceptedRecords | Error>;
}

/** Addresses on this server that stream what the portal has, for whoever opens them; paths if its own address is not known. */
export interface Links {
  /** Of a download: the records of a dataset as a file. */
  export(datasetId: string, format: DownloadFormat, parameters: readonly Parameter[]): Promise<string>;
  /** Of a file of a dataset. */
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
  /** Told of each list of objects before their fields are read; throws if the answer becomes too large. */
  onList(length: number, info: GraphQLResolveInfo): void;
}

import type { Caller } from './call.ts';
import type { Transport } from './transport.ts';

/** A way to one portal: `Transport` itself, or what stands in front of it. */
export interface PortalTransport
  extends Pick<Transport, 'url' | 'quotaOf' | 'getJson' | 'getAnswer' | 'stream' | 'post' | 'getChange'> {}

/** One caller's way to the portal for the length of one operation. */
export interface Session extends Caller {
  readonly transport: PortalTransport;
}

import type { Caller, ReadCall } from './call.ts';
import type { Transport } from './transport.ts';

/** A way to one portal: `Transport` itself, or what stands in front of it. */
export interface PortalTransport
  extends Pick<Transport, 'url' | 'quotaOf' | 'getAnswer' | 'stream' | 'post' | 'getChange'> {}

/** One caller's way to the portal for the length of one operation. */
export interface Session extends Caller {
  readonly transport: PortalTransport;
}

/** Makes a read call for a session, and gives its answer, narrowed. */
export async function ask<T>(session: Session, call: ReadCall<T>): Promise<T> {
  return call.read(await session.transport.getAnswer(session, call));
}

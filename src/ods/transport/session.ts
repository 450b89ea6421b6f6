import type { JsonAnswer } from './answer.ts';
import type { Caller, ReadCall } from './call.ts';
import type { Credential } from './credential.ts';
import type { QuotaState } from './quota.ts';
import type { Transport } from './transport.ts';

/** A way to one portal: `Transport` itself, or what stands in front of it. */
export interface PortalTransport
  extends Pick<Transport, 'url' | 'getAnswer' | 'stream' | 'post' | 'getChange'> {
  /** The answer to a read if it is kept and new, counted as such; undefined if it has to be asked for. */
  keptAnswer?(caller: Caller, call: ReadCall): JsonAnswer | undefined;
  /** What is known of the caller's quota; undefined before the portal has reported one. */
  quotaOf(credential: Credential): QuotaState | undefined | Promise<QuotaState | undefined>;
}

/** One caller's way to the portal for the length of one operation. */
export interface Session extends Caller {
  readonly transport: PortalTransport;
}

/** Makes a read call for a session, and gives its answer, narrowed. */
export async function ask<T>(session: Session, call: ReadCall<T>): Promise<T> {
  return call.read(await session.transport.getAnswer(session, call));
}

/** The same at once, if the answer is kept and new; undefined if it has to be asked for. */
export function askKept<T>(session: Session, call: ReadCall<T>): T | undefined {
  const answer = session.transport.keptAnswer?.(session, call);
  return answer && call.read(answer);
}

import type { PortalApi } from '../api-name.ts';
import type { OdsErrorCode } from '../errors.ts';

/** Why a request was sent: for a caller, for a caller again, or to see whether the portal is well again. */
export type CallReason = 'call' | 'retry' | 'probe';

/** A request to the portal that is over: when its answer was read, or, of a stream, when it began. */
export interface EndedCall {
  readonly api: PortalApi;
  readonly reason: CallReason;
  /** The status of the answer; null if none began. */
  readonly status: number | null;
  /** Why there is no whole answer; null if there is one, whatever its status. */
  readonly failure: OdsErrorCode | null;
  readonly milliseconds: number;
}

/** Is told what happens on the way to the portal, for those who count it. Never a query, an id or a credential. */
export interface TransportObserver {
  readonly onCallEnd?: ((call: EndedCall) => void) | undefined;
  /** The breaker keeps all calls from the portal, or lets them pass again. */
  readonly onBreakerChange?: ((isOpen: boolean) => void) | undefined;
}

import { apiOf, type PortalApi } from '../api-name.ts';
import type { OdsErrorCode } from '../errors.ts';
import { errorOfFailure } from './response-error.ts';

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
  /** True if it was ended from here, since nobody wanted the answer any more: that says nothing of the portal. */
  readonly isAborted: boolean;
  readonly milliseconds: number;
}

/** Is told what happens on the way to the portal, for those who count it. Never a query, an id or a credential. */
export interface TransportObserver {
  readonly onCallEnd?: ((call: EndedCall) => void) | undefined;
  /** The breaker keeps all calls from the portal, or lets them pass again. */
  readonly onBreakerChange?: ((isOpen: boolean) => void) | undefined;
}

/** How a call has ended, as whoever made it knows. */
export interface CallEnd {
  readonly path: string;
  readonly reason: CallReason;
  /** `performance.now()` when it was sent. */
  readonly began: number;
  readonly status: number | null;
  /** Why there is no whole answer; undefined if there is one. */
  readonly failure: unknown;
}

/** Tells an observer of a call to this portal that is over. */
export function tellCallEnd(
  { onCallEnd }: TransportObserver,
  url: URL,
  { path, reason, began, status, failure }: CallEnd,
): void {
  onCallEnd?.({
    api: apiOf(path),
    reason,
    status,
    failure: failure === undefined ? null : errorOfFailure(failure, url).code,
    isAborted: failure instanceof Error && failure.name === 'AbortError',
    milliseconds: performance.now() - began,
  });
}

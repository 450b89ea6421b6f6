import type { OdsErrorCode } from '../errors.ts';

/** The endpoints of the API, as few names for what is counted. */
export type PortalApi =
  | 'dataset search'
  | 'dataset lookup'
  | 'record search'
  | 'record lookup'
  | 'analysis'
  | 'clusters'
  | 'box'
  | 'download'
  | 'media'
  | 'push'
  | 'other';

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

const APIS: readonly (readonly [RegExp, PortalApi])[] = [
  [/\/api\/datasets\/1\.0\/search\/$/, 'dataset search'],
  [/\/api\/datasets\/1\.0\/[^/]+\/$/, 'dataset lookup'],
  [/\/api\/datasets\/1\.0\/[^/]+\/records\/[^/]+\/$/, 'record lookup'],
  [/\/api\/datasets\/1\.0\/[^/]+\/(?:files|attachments|alternative_exports)\//, 'media'],
  [/\/api\/records\/1\.0\/search\/$/, 'record search'],
  [/\/api\/records\/1\.0\/analyze\/$/, 'analysis'],
  [/\/api\/records\/1\.0\/geocluster\/$/, 'clusters'],
  [/\/api\/records\/1\.0\/boundingbox\/$/, 'box'],
  [/\/api\/records\/1\.0\/download\/$/, 'download'],
  [/\/api\/push\/1\.0\//, 'push'],
];

/** The endpoint that a path belongs to. */
export function apiOf(path: string): PortalApi {
  return APIS.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
}

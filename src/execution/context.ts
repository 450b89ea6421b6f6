/** What the resolvers of one operation work with: its caller's way to the portal, and loaders for it alone. */
import type { KnownFields } from '../loading/known-fields.ts';
import { Loaders, type LoadersOptions } from '../loading/loaders.ts';
import { type AcceptedRecords, type AskedChange, Pusher } from '../loading/push.ts';
import type { UpstreamMeter } from '../loading/upstream-meter.ts';
import type { Signal } from '../ods/cancellation.ts';
import type { CacheStatus, KeptRead } from '../ods/transport/call.ts';
import type { PortalTransport } from '../ods/transport/session.ts';
import type { Context, Links, PortalInfo, PushFeed } from '../schema/context.ts';
import { logChange } from './audit-log.ts';
import type { Caller } from './caller.ts';
import { ExplainedTransport, type UpstreamRequest } from './explained-transport.ts';
import type { GraphRequest } from './graph-request.ts';
import type { Leftovers } from './leftovers.ts';
import type { AnswerSize } from './limits/answer-size.ts';
import type { RateLimit } from './limits/rate-limit.ts';
import type { Logger } from './logger.ts';
import type { PushKeys } from './push-keys.ts';

export interface ContextOptions extends LoadersOptions {
  transport: PortalTransport;
  portal: PortalInfo;
  logger: Logger;
  /** The push keys that the server holds, for callers with one of its tokens. */
  pushKeys: PushKeys;
  /** The fields of datasets that are pushed to. */
  pushedFields: KnownFields;
  /** Tells subscribers what this server pushes. */
  pushFeed: PushFeed & { publish(accepted: AcceptedRecords): void };
  /** Counts the calls of each caller; null if there is no limit. */
  rateLimit: RateLimit | null;
  /** Makes the links of a caller; those of one with a credential of its own carry it, sealed. */
  linksOf(caller: Caller, origin: string | null): Links;
}

/** One run of an operation, as its context needs it. */
export interface Run {
  request: GraphRequest;
  caller: Caller;
  meter: UpstreamMeter;
  /** Ends the calls under way. */
  signal: Signal;
  /** Takes what the answer is made of; null if nobody says when it is written. */
  leftovers: Leftovers | null;
  /** The upstream requests are noted here if the caller wants to know them. */
  explanation: UpstreamRequest[] | null;
  answerSize: AnswerSize;
}

/** Makes the context of a run. */
export function createContext(
  {
    transport,
    portal,
    logger,
    pushKeys,
    pushedFields,
    pushFeed,
    rateLimit,
    linksOf,
    merging,
    habits,
  }: ContextOptions,
  { request, caller, meter, signal, leftovers, explanation, answerSize }: Run,
): Context {
  const { credential } = caller;
  const session = {
    transport: explanation ? new ExplainedTransport(transport, explanation) : transport,
    credential,
    signal,
    onCall: () => meter.noteCall(),
    onUnkept: leftovers?.addAnswer,
    onCacheStatus: (how: CacheStatus, read?: KeptRead) => meter.note(how, read),
    refuse: () => {
      const refusal = meter.refuse();
      if (refusal || !rateLimit) return refusal;
      const limited = rateLimit.refuseCall(caller.id);
      if (limited) meter.giveBack();
      return limited;
    },
    giveBack: () => {
      meter.giveBack();
      rateLimit?.giveBackCall(caller.id);
    },
    noCache: request.noCache,
  };
  const loaders = new Loaders(session, meter, { merging, habits });
  return {
    portal,
    loaders,
    // Made for every operation, though few push or have links: a getter in an object literal costs more than both.
    pusher: new Pusher(session, meter, {
      serverKey: (datasetId, resourceId) => pushKeys.keyFor(request.authorization, datasetId, resourceId),
      fields: { credential, known: pushedFields, datasetById: (id) => loaders.datasetById.load(id) },
      onAccepted: (accepted) => pushFeed.publish(accepted),
      onChange: (change: AskedChange) => logChange(logger, request, caller, change),
    }),
    pushFeed,
    links: linksOf(caller, request.origin),
    isExplained: explanation !== null,
    onList: (length, info) => answerSize.count(length, info),
  };
}

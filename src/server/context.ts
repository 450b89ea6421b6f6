import type { YogaInitialContext } from 'graphql-yoga';
import type { CachedTransport } from '../caching/cached-transport.ts';
import { ExplainedTransport } from '../execution/explained-transport.ts';
import { Loaders, type LoadersOptions } from '../loading/loaders.ts';
import { Pusher } from '../loading/push.ts';
import { UpstreamMeter } from '../loading/upstream-meter.ts';
import type { CacheStatus } from '../ods/transport/call.ts';
import { Credential } from '../ods/transport/credential.ts';
import type { Context, PortalInfo } from '../schema/context.ts';
import { explanationOf } from './explanation.ts';
import { Links, linkBase } from './links.ts';
import { PushFeed } from './push-feed.ts';
import { PushKeys } from './push-keys.ts';
import type { Tickets } from './tickets.ts';

export interface ContextOptions extends LoadersOptions {
  transport: CachedTransport;
  portal: PortalInfo;
  /** The server's own credential at the portal, for callers that send none. */
  credential: Credential;
  /** The push keys that the server holds, for callers with one of its tokens. */
  pushKeys?: PushKeys;
  /** Tells subscribers what this server pushes. */
  pushFeed?: PushFeed;
  /** Seals the credentials of callers into their links. */
  tickets: Tickets;
  /** Where the world reaches this server: what links begin with. */
  publicUrl?: URL | undefined;
  /** If that is not set: the hosts that a request may name if links are to begin with them; loopback by default. */
  trustedHosts?: readonly string[] | undefined;
  /**
   * True where a caller may ask which upstream requests its operation made.
   * @default false
   */
  explain?: boolean | undefined;
}

/** What a request says that wants no kept answers. */
const NO_CACHE = /(^|,)\s*no-cache\s*(,|$)/i;

const meters = new WeakMap<Request, UpstreamMeter>();

/** What a request spends at the portal: one meter for each, known before and after its operation runs. */
export function meterOf(request: Request): UpstreamMeter {
  const known = meters.get(request);
  if (known) return known;
  const meter = new UpstreamMeter();
  meters.set(request, meter);
  return meter;
}

/** Who asks the portal: the caller, or else the server. A push token is of this server, and no portal hears of it. */
export function credentialOf(
  authorization: string | null,
  { credential, pushKeys }: Pick<ContextOptions, 'credential' | 'pushKeys'>,
): Credential {
  return authorization === null || pushKeys?.admits(authorization)
    ? credential
    : Credential.fromAuthorization(authorization);
}

/** Makes the context of an operation: its caller's credential, or else the server's, and loaders for it alone. */
export function createContext({
  transport,
  portal,
  credential,
  pushKeys = new PushKeys(),
  pushFeed = new PushFeed(),
  tickets,
  publicUrl,
  trustedHosts,
  merging,
  explain = false,
}: ContextOptions) {
  return ({ request }: Pick<YogaInitialContext, 'request'>): Context => {
    const meter = meterOf(request);
    const authorization = request.headers.get('authorization');
    const own = credentialOf(authorization, { credential, pushKeys });
    const explanation = explain ? explanationOf(request) : null;
    const session = {
      transport: explanation ? new ExplainedTransport(transport, explanation) : transport,
      credential: own,
      signal: request.signal,
      onCall: () => {
        meter.usage.calls += 1;
      },
      onCacheStatus: (how: CacheStatus) => meter.note(how),
      refuse: () => meter.refuse(),
      noCache: NO_CACHE.test(request.headers.get('cache-control') ?? ''),
    };
    const pusher = new Pusher(session, meter, {
      serverKey: (datasetId, resourceId) => pushKeys.keyFor(authorization, datasetId, resourceId),
      onAccepted: (accepted) => pushFeed.publish(accepted),
      onChanged: (datasetId) => transport.forget(datasetId),
    });
    const links = new Links({
      base: linkBase(request, { publicUrl, trustedHosts }),
      tickets,
      credential: own === credential ? null : own,
    });
    return {
      portal,
      loaders: new Loaders(session, meter, { merging }),
      pusher,
      pushFeed,
      links,
      isExplained: explanation !== null,
    };
  };
}

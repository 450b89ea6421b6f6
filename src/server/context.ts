import type { YogaInitialContext } from 'graphql-yoga';
import { Loaders } from '../loading/loaders.ts';
import { UpstreamMeter } from '../loading/meter.ts';
import { Credential } from '../ods/credential.ts';
import type { Transport } from '../ods/transport.ts';
import type { Context, PortalInfo } from '../schema/context.ts';

export interface ContextOptions {
  transport: Transport;
  portal: PortalInfo;
  /** The server's own credential at the portal, for callers that send none. */
  credential: Credential;
}

const meters = new WeakMap<Request, UpstreamMeter>();

/** What a request spends at the portal: one meter for each, known before and after its operation runs. */
export function meterOf(request: Request): UpstreamMeter {
  const known = meters.get(request);
  if (known) return known;
  const meter = new UpstreamMeter();
  meters.set(request, meter);
  return meter;
}

/** Makes the context of an operation: its caller's credential, or else the server's, and loaders for it alone. */
export function createContext({ transport, portal, credential }: ContextOptions) {
  return ({ request }: YogaInitialContext): Context => {
    const meter = meterOf(request);
    const authorization = request.headers.get('authorization');
    const session = {
      transport,
      credential: authorization === null ? credential : Credential.fromAuthorization(authorization),
      signal: request.signal,
      onCall: () => {
        meter.spent.calls += 1;
      },
    };
    return { portal, loaders: new Loaders(session, meter) };
  };
}

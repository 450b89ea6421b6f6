import { setImmediate } from 'node:timers/promises';
import { searchDatasets } from '../ods/datasets.ts';
import { isExhausted, type QuotaState } from '../ods/transport/quota.ts';
import type { Session } from '../ods/transport/session.ts';
import type { UpstreamMeter } from './upstream-meter.ts';

/** A caller's quota at the portal. */
export interface Quota extends QuotaState {
  scope: 'ANONYMOUS' | 'CREDENTIAL' | 'PUSH_KEY';
}

/** The caller's quota as last reported, the calls of this very operation included. */
export async function readQuota(
  session: Session,
  meter: UpstreamMeter,
  refresh: boolean,
): Promise<Quota | null> {
  const { credential, transport } = session;
  // A quota that is used up stays so until its reset: there is nothing to ask.
  if (refresh && !isExhausted(await transport.quotaOf(credential)))
    await meter.track(() => searchDatasets({ ...session, noCache: true }, [['rows', '0']]));
  // The other fields of the operation hand their calls over at the end of this turn; their answers tell the quota.
  await setImmediate();
  await meter.settled();
  const state = await transport.quotaOf(credential);
  return state ? { ...state, scope: credential.isAnonymous ? 'ANONYMOUS' : 'CREDENTIAL' } : null;
}

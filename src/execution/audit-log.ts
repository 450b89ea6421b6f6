/** The line of the log for each change of a portal's records: who, what and how many. Never the records, and never a key. */
import type { AskedChange } from '../loading/push.ts';
import { digest } from '../ods/digest.ts';
import type { Caller } from './caller.ts';
import { codesOf } from './error-codes.ts';
import { causesOf } from './failure-cause.ts';
import type { GraphRequest } from './graph-request.ts';
import type { Logger } from './logger.ts';
import { levelOf } from './request-log.ts';

/** Logs a change. What failed of it is noted for the line of its request too, since its result is no error. */
export function logChange(
  logger: Logger,
  { authorization, record }: GraphRequest,
  caller: Caller,
  { action, target, key, records, accepted, quotaRemaining, error }: AskedChange,
): void {
  if (error !== null) record?.fail(error);
  const codes = error === null ? [] : codesOf([error]);
  const level = levelOf(null, codes);
  const line = {
    requestId: record?.id ?? null,
    by: whoIs(caller, authorization),
    key,
    action,
    datasetId: target?.datasetId ?? null,
    resourceId: target?.resourceId ?? null,
    records,
    accepted,
    quotaRemaining,
    outcome: error === null ? 'ok' : (codes[0] ?? 'INTERNAL_SERVER_ERROR'),
    ...(level !== 'info' && { causes: causesOf(error) }),
  };
  logger[level](line, 'change');
}

/** A digest of what the caller showed of itself: the same one for the same credential. */
function whoIs({ isOwn, credential }: Caller, authorization: string | null): string {
  if (isOwn) return credential.id;
  // It has one of this server's own tokens.
  return authorization === null
    ? 'anonymous'
    : digest(authorization.trim().replace(/^bearer\s+/i, 'Bearer '));
}

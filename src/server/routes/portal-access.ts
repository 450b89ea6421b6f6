/** The routes beside the graph that ask the portal: who asks, and what an error looks like there. */
import type { Context } from 'hono';
import type { Caller, Callers } from '../../execution/caller.ts';
import type { Logger } from '../../execution/logger.ts';
import type { QuotaGuard } from '../../execution/quota-guard.ts';
import { OdsError, type OdsErrorCode } from '../../ods/errors.ts';
import type { PortalTransport, Session } from '../../ods/transport/session.ts';
import type { Resource, Tickets } from '../tickets.ts';

export interface PortalAccessOptions {
  transport: PortalTransport;
  callers: Callers;
  tickets: Tickets;
  logger: Logger;
  quotaGuard: QuotaGuard;
}

const STATUS: Record<OdsErrorCode, number> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  QUOTA_EXCEEDED: 429,
  UPSTREAM_TIMEOUT: 504,
  UPSTREAM_UNAVAILABLE: 502,
  UPSTREAM_INVALID_RESPONSE: 502,
  OUTCOME_UNKNOWN: 502,
};

/** A caller of such a route, and whether what it gets is for nobody else. */
export interface Visitor {
  session: Session;
  isPrivate: boolean;
}

/** Answers with what the portal gives to this visitor, or with the error in GraphQL's form; logs a line of it. */
export async function answerFor(
  c: Context,
  resource: Resource,
  options: PortalAccessOptions,
  answer: (visitor: Visitor) => Promise<Response>,
): Promise<Response> {
  const start = performance.now();
  let calls = 0;
  const log = (status: number, code?: OdsErrorCode) =>
    options.logger.info(
      {
        path: resource.path,
        status,
        milliseconds: Math.round(performance.now() - start),
        upstream: { calls },
        ...(code && { errors: [code] }),
      },
      'link',
    );
  try {
    const caller = callerOf(c.req.raw, options.callers);
    const ticket = new URL(c.req.url).searchParams.get('ticket');
    const sealed = ticket === null ? null : await options.tickets.open(ticket, resource);
    const credential = sealed ?? caller.credential;
    const refusal = await options.quotaGuard.refusal({ ...caller, credential }, 1);
    const session: Session = {
      transport: options.transport,
      credential,
      refuse: () => refusal,
      signal: c.req.raw.signal,
      onCall: () => {
        calls += 1;
      },
    };
    const response = await answer({ session, isPrivate: sealed !== null || caller.isOwn });
    log(response.status);
    return response;
  } catch (error) {
    if (!(error instanceof OdsError)) throw error;
    log(STATUS[error.code], error.code);
    return refusal(error);
  }
}

function callerOf({ headers }: Request, callers: Callers): Caller {
  return callers.callerOf({
    authorization: headers.get('authorization'),
    priorityToken: headers.get('x-priority-token'),
    address: '',
  });
}

function refusal({ code, message, details: { argument, resetAt } }: OdsError): Response {
  const headers: Record<string, string> = {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(resetAt && {
      'Retry-After': String(Math.max(0, Math.ceil((resetAt.getTime() - Date.now()) / 1000))),
    }),
  };
  const extensions = {
    code,
    ...(argument !== undefined && { argument }),
    ...(resetAt && { resetAt: resetAt.toISOString() }),
  };
  return Response.json({ errors: [{ message, extensions }] }, { status: STATUS[code], headers });
}

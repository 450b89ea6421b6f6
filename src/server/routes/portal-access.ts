/** The routes beside the graph that ask the portal: who asks, and what an error looks like there. */
import type { Context } from 'hono';
import type { QuotaGuard } from '../../execution/quota-guard.ts';
import { OdsError, type OdsErrorCode } from '../../ods/errors.ts';
import type { Credential } from '../../ods/transport/credential.ts';
import type { Session } from '../../ods/transport/session.ts';
import { type ContextOptions, credentialOf } from '../context.ts';
import type { Logger } from '../logger.ts';
import type { Priority } from '../priority.ts';
import type { Resource, Tickets } from '../tickets.ts';

export interface PortalAccessOptions extends Pick<ContextOptions, 'transport' | 'credential' | 'pushKeys'> {
  tickets: Tickets;
  logger: Logger;
  quotaGuard: QuotaGuard;
  priority: Priority;
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
    const own = await ownCredential(c.req.raw, resource, options.tickets, options);
    const credential = own ?? options.credential;
    const hasPriority = options.priority.admits(c.req.raw);
    const refusal = await options.quotaGuard.refusal({ credential, hasPriority }, 1);
    const session: Session = {
      transport: options.transport,
      credential,
      refuse: () => refusal,
      signal: c.req.raw.signal,
      onCall: () => {
        calls += 1;
      },
    };
    const response = await answer({ session, isPrivate: own !== null });
    log(response.status);
    return response;
  } catch (error) {
    if (!(error instanceof OdsError)) throw error;
    log(STATUS[error.code], error.code);
    return refusal(error);
  }
}

/** The credential that a ticket or else a header brings; null for a caller that has none of its own. */
async function ownCredential(
  request: Request,
  resource: Resource,
  tickets: Tickets,
  options: Pick<ContextOptions, 'credential' | 'pushKeys'>,
): Promise<Credential | null> {
  const ticket = new URL(request.url).searchParams.get('ticket');
  if (ticket !== null) return tickets.open(ticket, resource);
  const credential = credentialOf(request.headers.get('authorization'), options);
  return credential === options.credential ? null : credential;
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

/** The routes beside the graph that ask the portal: who asks, how much at a time, and what becomes of the answer. */
import { IncomingMessage } from 'node:http';
import type { Context } from 'hono';
import type { QuotaGuard } from '../../execution/quota-guard.ts';
import type { Answer } from '../../ods/transport/answer.ts';
import type { Credential } from '../../ods/transport/credential.ts';
import type { Session } from '../../ods/transport/session.ts';
import { type ContextOptions, credentialOf } from '../context.ts';
import { errorResponse, isPublicError } from '../error-answer.ts';
import type { Logger } from '../logger.ts';
import type { Priority } from '../priority.ts';
import type { Resource, Tickets } from '../tickets.ts';
import type { Downloads } from './downloads.ts';
import { passThrough } from './passed-through.ts';

export interface VisitorOptions extends Pick<ContextOptions, 'transport' | 'credential' | 'pushKeys'> {
  tickets: Tickets;
  logger: Logger;
  quotaGuard: QuotaGuard;
  priority: Priority;
  downloads: Downloads;
}

/** A caller of such a route, and whether what it gets is for nobody else. */
export interface Visitor {
  session: Session;
  isPrivate: boolean;
}

/** The portal's answer to a visitor, and the headers with which it is passed through. */
export interface Passed {
  answer: Answer;
  /** Headers of the portal's that go along. */
  names: readonly string[];
  headers: Record<string, string>;
}

/** Answers with what the portal gives to this visitor, or with the error in GraphQL's form; logs a line of it. */
export async function answerFor(
  c: Context,
  resource: Resource,
  options: VisitorOptions,
  ask: (visitor: Visitor) => Promise<Passed>,
): Promise<Response> {
  const start = performance.now();
  let calls = 0;
  const log = (status: number, code?: unknown) =>
    options.logger.info(
      {
        path: resource.path,
        status,
        milliseconds: Math.round(performance.now() - start),
        upstream: { calls },
        ...(code !== undefined && { errors: [code] }),
      },
      'link',
    );
  let leave = () => {};
  try {
    const own = await ownCredential(c.req.raw, resource, options);
    leave = options.downloads.enter(own?.id ?? addressOf(c));
    const session = await sessionOf(c.req.raw, own, options, () => {
      calls += 1;
    });
    const { answer, names, headers } = await ask({ session, isPrivate: own !== null });
    answer.body.once('close', leave);
    const response = passThrough(answer, c, names, headers);
    log(response.status);
    return response;
  } catch (error) {
    leave();
    if (!isPublicError(error)) throw error;
    const response = errorResponse(error);
    log(response.status, error.extensions.code);
    return response;
  }
}

async function sessionOf(
  request: Request,
  own: Credential | null,
  { transport, credential, priority, quotaGuard }: VisitorOptions,
  onCall: () => void,
): Promise<Session> {
  const caller = { credential: own ?? credential, hasPriority: priority.admits(request) };
  const refusal = await quotaGuard.refusal(caller, 1);
  return {
    transport,
    credential: caller.credential,
    refuse: () => refusal,
    signal: request.signal,
    onCall,
  };
}

/** The credential that a ticket or else a header brings; null for a caller that has none of its own. */
async function ownCredential(
  request: Request,
  resource: Resource,
  { tickets, ...server }: VisitorOptions,
): Promise<Credential | null> {
  const ticket = new URL(request.url).searchParams.get('ticket');
  if (ticket !== null) return tickets.open(ticket, resource);
  const given = credentialOf(request.headers.get('authorization'), server);
  return given === server.credential ? null : given;
}

/** Where a caller without a credential comes from, as far as the listener tells. */
function addressOf(c: Context): string {
  const incoming: unknown = c.env?.incoming;
  const address = incoming instanceof IncomingMessage ? incoming.socket.remoteAddress : undefined;
  return `address ${address ?? 'unknown'}`;
}

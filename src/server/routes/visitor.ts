/** The routes beside the graph that ask the portal: who asks, how much at a time, and what becomes of the answer. */
import type { Context } from 'hono';
import type { Caller, Callers } from '../../execution/caller.ts';
import type { InFlight } from '../../execution/limits/in-flight.ts';
import type { Logger } from '../../execution/logger.ts';
import type { QuotaGuard } from '../../execution/quota-guard.ts';
import type { Answer } from '../../ods/transport/answer.ts';
import type { PortalTransport, Session } from '../../ods/transport/session.ts';
import type { ClientAddresses } from '../client-address.ts';
import { errorResponse, isPublicError } from '../error-answer.ts';
import type { Resource, Tickets } from '../tickets.ts';
import { passThrough } from './passed-through.ts';

export interface VisitorOptions {
  transport: PortalTransport;
  callers: Callers;
  addresses: ClientAddresses;
  tickets: Tickets;
  logger: Logger;
  quotaGuard: QuotaGuard;
  downloads: InFlight;
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
    const caller = await callerOf(c, resource, options);
    leave = options.downloads.enter(caller.id);
    const session = await sessionOf(c.req.raw, caller, options, () => {
      calls += 1;
    });
    const { answer, names, headers } = await ask({ session, isPrivate: caller.isOwn });
    options.callers.prove(caller);
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
  caller: Caller,
  { transport, quotaGuard }: VisitorOptions,
  onCall: () => void,
): Promise<Session> {
  const refusal = await quotaGuard.refusal(caller, 1);
  const { credential } = caller;
  return { transport, credential, refuse: () => refusal, signal: request.signal, onCall };
}

/** The caller that a ticket or else a header tells of. */
async function callerOf(
  c: Context,
  resource: Resource,
  { tickets, callers, addresses }: VisitorOptions,
): Promise<Caller> {
  const { headers, url } = c.req.raw;
  const caller = callers.callerOf({
    authorization: headers.get('authorization'),
    priorityToken: headers.get('x-priority-token'),
    address: addresses.ofEnvironment(c.env),
  });
  const ticket = new URL(url).searchParams.get('ticket');
  return ticket === null
    ? caller
    : { ...caller, isOwn: true, credential: await tickets.open(ticket, resource) };
}

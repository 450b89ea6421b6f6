/** The routes beside the graph that ask the portal: who asks, how much at a time, and what becomes of the answer. */
import type { Context } from 'hono';
import type { Caller, Callers } from '../../execution/caller.ts';
import type { InFlight } from '../../execution/limits/in-flight.ts';
import type { Logger } from '../../execution/logger.ts';
import type { QuotaGuard } from '../../execution/quota-guard.ts';
import type { Answer } from '../../ods/transport/answer.ts';
import { errorOfFailure } from '../../ods/transport/response-error.ts';
import type { PortalTransport, Session } from '../../ods/transport/session.ts';
import type { ClientAddresses } from '../client-address.ts';
import { errorResponse, isPublicError } from '../error-answer.ts';
import type { Requests } from '../requests.ts';
import type { Resource, Tickets } from '../tickets.ts';
import { passThrough } from './passed-through.ts';

export interface VisitorOptions {
  transport: PortalTransport;
  callers: Callers;
  addresses: ClientAddresses;
  tickets: Tickets;
  logger: Logger;
  requests: Requests;
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

/** Answers with what the portal gives to this visitor, or with the error in GraphQL's form. */
export async function answerFor(
  c: Context,
  resource: Resource,
  options: VisitorOptions,
  ask: (visitor: Visitor) => Promise<Passed>,
): Promise<Response> {
  const record = options.requests.of(c.req.raw);
  const usage = { calls: 0 };
  if (record) Object.assign(record, { kind: 'link', usage });
  let leave = () => {};
  try {
    const caller = await callerOf(c, resource, options);
    leave = options.downloads.enter(caller.id);
    const session = await sessionOf(c.req.raw, caller, options, () => {
      usage.calls += 1;
    });
    const { answer, names, headers } = await ask({ session, isPrivate: caller.isOwn });
    options.callers.prove(caller);
    answer.body.once('close', leave);
    if (record) record.isStreamed = true;
    // The caller's own leaving is no failure of the portal.
    const onBroken = (error: unknown) => {
      if (!c.req.raw.signal.aborted) record?.fail(errorOfFailure(error, session.transport.url));
    };
    return passThrough(answer, c, { names, headers, onBroken });
  } catch (error) {
    leave();
    if (!isPublicError(error)) throw error;
    record?.fail(error);
    return errorResponse(error);
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

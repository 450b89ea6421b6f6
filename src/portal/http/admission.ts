/** The first step of every call: reads the parameters, identifies the caller and counts the call. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { type Access, anonymous, type Caller } from '../access.ts';
import { ApiError, badRequest } from '../errors.ts';
import { mostParameters, Parameters } from '../parameters.ts';
import type { Account, Payer, Quota } from '../quota.ts';
import type { Sessions } from '../sessions.ts';
import { readForm } from './form.ts';
import { sessionOf } from './session-cookie.ts';

export interface ApiEnv {
  Variables: { parameters: Parameters; caller: Caller };
}

export interface AdmissionOptions {
  access: Access;
  sessions: Sessions;
  quota: Quota;
}

export type ApiContext = Context<ApiEnv>;

const largestBody = 1_000_000;

/** A call is counted before it is refused, so that every answer has the quota headers. */
export function admission({ access, sessions, quota }: AdmissionOptions): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const query = new URL(c.req.url).searchParams;
    const form = await readParameters(c.req.raw, query.size).catch(asApiError);
    const parameters = new Parameters(query, form instanceof ApiError ? [] : form);
    const address = addressOf(c);
    const caller = identify(access, c.req.header('Authorization'), parameters) ?? whose(c, sessions);
    const payer = caller instanceof ApiError ? anonymous(address) : caller;
    charge(c, quota, payer);
    if (caller instanceof ApiError) throw caller;
    if (form instanceof ApiError) throw form;
    c.set('parameters', parameters);
    c.set('caller', caller);
    await next();
  };
}

/** Counts the call, and tells of the quota in the answer's headers. Throws an ApiError if the quota is used up. */
export function charge(c: ApiContext, quota: Quota, payer: Payer): void {
  const account = quota.charge(payer);
  tell(c, quota, account);
  if (account.isExceeded) throw quota.exceeded(account, payer);
}

/** A preflight costs nothing, and is told the quota of its address all the same: a browser sends it no credential. */
export function preflightQuota(quota: Quota): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (c.req.method === 'OPTIONS') tell(c, quota, quota.look(anonymous(addressOf(c))));
    await next();
  };
}

function tell(c: ApiContext, quota: Quota, account: Account): void {
  for (const [name, value] of Object.entries(quota.headers(account))) c.header(name, value);
}

export const addressOf = (c: ApiContext): string => getConnInfo(c).remote.address ?? 'unknown';

/** The caller of a session, or of an address. */
function whose(c: ApiContext, sessions: Sessions): Caller {
  const ofSession = sessionOf(c, sessions);
  if (ofSession === undefined) return anonymous(addressOf(c));
  // The same address has another answer for everybody else.
  c.header('Cache-Control', 'no-store');
  return ofSession;
}

function identify(
  access: Access,
  authorization: string | undefined,
  parameters: Parameters,
): Caller | ApiError | null {
  try {
    return access.identify(authorization, parameters);
  } catch (error) {
    return asApiError(error);
  }
}

/** Returns an error that is meant for the caller, and throws any other. */
function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}

/** The parameters in the body of a POST; throws an ApiError if they are too many with those of the address. */
async function readParameters(request: Request, before: number): Promise<URLSearchParams> {
  const form = request.method === 'POST' ? await readForm(request, largestBody) : new URLSearchParams();
  if (before + form.size > mostParameters) {
    throw badRequest(`A request must not have more than ${mostParameters} parameters.`);
  }
  return form;
}

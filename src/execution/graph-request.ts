/** A request to the graph as every carrier tells it: HTTP, a WebSocket, a program that embeds the graph. */
import { GraphQLError, type OperationTypeNode } from 'graphql';
import type { Signal } from '../ods/cancellation.ts';
import type { RequestRecord } from './request-record.ts';

/** What is asked: the members of a request of GraphQL, which nobody has checked yet. */
export interface OperationParams {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
  /** The hash of a trusted document. */
  documentId?: unknown;
}

/** Who asks, and how. */
export interface GraphRequest {
  /** The `Authorization` header, or what stands for it. */
  authorization: string | null;
  /** The `X-Priority-Token` header. */
  priorityToken: string | null;
  /** True if the caller wants the portal's answer of this moment, and none that was kept. */
  noCache: boolean;
  /** True if the caller wants to know which upstream requests its operation makes. */
  explain: boolean;
  /** The caller's network address; callers without a credential are told apart by it. */
  address: string;
  /** The origin that the request names as this server's, such as `http://localhost:4000`; null if it names none. */
  origin: string | null;
  /** True if the carrier may be asked for reads only, as a GET. */
  isReadOnly: boolean;
  /** Aborted when the caller is gone. */
  signal: Signal;
  /** What is told of the request when it has ended; undefined if a program asks that tells by itself. */
  record?: RequestRecord | undefined;
}

/** The members of a request, checked. */
export interface CheckedParams {
  query: string | null;
  operationName: string | null;
  variables: Readonly<Record<string, unknown>>;
  extensions: Readonly<Record<string, unknown>>;
  documentId: string | null;
}

/** Checks the types of the members; throws an error that names the one that is wrong. */
export function checkParams(params: OperationParams): CheckedParams {
  return {
    query: text(params, 'query'),
    operationName: text(params, 'operationName'),
    variables: object(params, 'variables'),
    extensions: object(params, 'extensions'),
    documentId: text(params, 'documentId'),
  };
}

function text(params: OperationParams, name: 'query' | 'operationName' | 'documentId'): string | null {
  const value = params[name] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw badRequest(`${name}: it must be a text, and it is ${kindOf(value)}.`);
}

function object(
  params: OperationParams,
  name: 'variables' | 'extensions',
): Readonly<Record<string, unknown>> {
  const value = params[name] ?? {};
  if (isRecord(value)) return value;
  throw badRequest(`${name}: it must be an object, and it is ${kindOf(value)}.`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A request that any page may send, or any proxy may repeat (a GET), must change nothing. */
export function checkCarrier({ kind }: { kind: OperationTypeNode }, { isReadOnly }: GraphRequest): void {
  if (!isReadOnly || kind !== 'mutation') return;
  throw new GraphQLError('A mutation must be sent by POST.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { Allow: 'POST' } } },
  });
}

/** An error of the request itself, before any operation is known. */
export function badRequest(message: string, code = 'BAD_REQUEST', status = 400): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

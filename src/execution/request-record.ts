/** One request, whoever carries it: what is noted of it on its way, and told of it when it has ended. */
import { GraphQLError } from 'graphql';
import type { Upstream } from '../loading/upstream-meter.ts';
import type { OpenSpan } from '../ods/spans.ts';
import { codesOf } from './error-codes.ts';
import type { Operation } from './operation.ts';

/** What is told of requests: a line of the log, and numbers. */
export interface RequestObserver {
  /** A subscription has begun, which may last for days: its end is told as that of every request. */
  subscribed(record: RequestRecord): void;
  ended(record: RequestRecord): void;
}

/** What a request turned out to be: an operation of the graph, an export or a file, a look at how the server is, or none of these. */
export type RequestKind = 'operation' | 'link' | 'probe' | 'request';

const NO_ERRORS: readonly unknown[] = [];

/** It is told once: when its carrier has done with it, and so has the executor if it was asked. */
export class RequestRecord {
  /** The caller's own id of the request, or one of this server's. */
  readonly id: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** `performance.now()` when it came. */
  readonly start = performance.now();
  kind: RequestKind = 'request';
  /** Null if it named no operation that can be run. */
  operation: Operation | null = null;
  /** What it used of the portal; null if it is of no kind that asks there. */
  usage: Pick<Upstream, 'calls'> | null = null;
  errors: readonly unknown[] = NO_ERRORS;
  /** Null if nothing was answered over HTTP, or not to its end. */
  status: number | null = null;
  /** What was written to the caller, in bytes; null if nobody knows. */
  bytes: number | null = null;
  /** True if the answer ended before it was whole. */
  isBrokenOff = false;
  /** True if the answer comes in parts, or flows through: it has ended when its body has. */
  isStreamed = false;
  /** Null unless somebody wants spans. */
  span: OpenSpan | null = null;
  #operationSpan: OpenSpan | null = null;
  readonly #listener: RequestObserver;
  #isExecuted = true;
  #isCarried = false;

  constructor(listener: RequestObserver, id: string, method: string, path: string) {
    this.#listener = listener;
    this.id = id;
    this.method = method;
    this.path = path;
  }

  /** The executor begins to run what it asks. */
  execute(): void {
    this.kind = 'operation';
    this.#isExecuted = false;
  }

  /** Does what belongs to the operation, in its span if there is one. */
  inSpan<T>(work: () => T): T {
    if (!this.span) return work();
    this.#operationSpan = this.span.below('graphql');
    return this.#operationSpan.run(work);
  }

  /** Its results come in parts from now on. */
  stream(operation: Operation | null): void {
    this.isStreamed = true;
    this.operation = operation;
    if (operation?.kind === 'subscription') this.#listener.subscribed(this);
  }

  /** The executor has given its last result. */
  executed(operation: Operation | null, usage: Upstream, errors: readonly unknown[]): void {
    this.operation = operation;
    this.usage = usage;
    this.errors = this.errors.length > 0 ? [...errors, ...this.errors.filter(isNew(errors))] : errors;
    this.#isExecuted = true;
    if (this.#operationSpan) endOperationSpan(this.#operationSpan, operation, errors);
    if (this.#isCarried) this.#listener.ended(this);
  }

  /** Notes what went wrong beside the results. */
  fail(error: unknown): void {
    this.errors = [...this.errors, error];
  }

  /** Its carrier has written the answer, or as much of it as could be; what comes later is ignored. */
  carried(status: number | null, bytes: number | null, isWhole = true): void {
    if (this.#isCarried) return;
    this.#isCarried = true;
    this.status = isWhole ? status : null;
    this.bytes = bytes;
    this.isBrokenOff = !isWhole;
    const failure = !isWhole ? 'broken off' : status !== null && status >= 500 ? String(status) : undefined;
    this.span?.end(status === null ? {} : { 'http.response.status_code': status }, failure);
    if (this.#isExecuted) this.#listener.ended(this);
  }
}

/** True of an error that none of the others was made of. */
function isNew(errors: readonly unknown[]): (noted: unknown) => boolean {
  const originals = new Set(
    errors.map((error) => (error instanceof GraphQLError ? error.originalError : undefined)),
  );
  return (noted) => !(noted instanceof Error && originals.has(noted));
}

/** Ends the span of an operation, with the names of the semantic conventions: never its text or its variables. */
function endOperationSpan(span: OpenSpan, operation: Operation | null, errors: readonly unknown[]): void {
  if (operation)
    span.rename(operation.name === null ? operation.kind : `${operation.kind} ${operation.name}`);
  const attributes = operation && {
    'graphql.operation.type': operation.kind,
    ...(operation.name !== null && { 'graphql.operation.name': operation.name }),
  };
  span.end(attributes ?? {}, errors.length > 0 ? (codesOf(errors)[0] ?? 'error') : undefined);
}

/**
 * Spans of OpenTelemetry, if somebody has registered an SDK before the server was made: a library of the API alone.
 * Otherwise nothing is made of them, and a look at `spans.areWanted` is all that they cost.
 */
import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('ods-graphql');

/** Whether spans are made at all: found out when a server is put together. */
export const spans = { areWanted: false };

/** Finds out whether there is an SDK that takes spans; one that is registered later is not found. */
export function lookForTracing(): void {
  // It is never ended, and so told to nobody. Without an SDK it has no trace.
  const span = tracer.startSpan('look', { root: true });
  spans.areWanted = isSpanContextValid(span.spanContext());
}

/** A span that is under way, and the context in which what belongs to it is done. */
export class OpenSpan {
  readonly #span: Span;
  readonly #context: Context;

  private constructor(span: Span, parent: Context) {
    this.#span = span;
    this.#context = trace.setSpan(parent, span);
  }

  /** The span of a request that came with these headers: its trace may have begun elsewhere (W3C trace context). */
  static ofRequest(header: (name: string) => string | null, name: string, attributes: Attributes): OpenSpan {
    const parent = propagation.extract(ROOT_CONTEXT, header, {
      get: (_, key) => header(key) ?? undefined,
      keys: () => ['traceparent', 'tracestate'],
    });
    return new OpenSpan(tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent), parent);
  }

  /** A span of what is done now. */
  static now(name: string, kind: SpanKind, attributes: Attributes): OpenSpan {
    const parent = context.active();
    return new OpenSpan(tracer.startSpan(name, { kind, attributes }, parent), parent);
  }

  /** A span below this one. */
  below(name: string): OpenSpan {
    return new OpenSpan(tracer.startSpan(name, {}, this.#context), this.#context);
  }

  /** Does what belongs to it. */
  run<T>(work: () => T): T {
    return context.with(this.#context, work);
  }

  /** The headers that tell another process of it. */
  headers(): Record<string, string> {
    const carrier: Record<string, string> = {};
    propagation.inject(this.#context, carrier);
    return carrier;
  }

  rename(name: string): void {
    this.#span.updateName(name);
  }

  /** Ends it; `failure` is a code, never a sentence with what was asked in it. */
  end(attributes: Attributes, failure?: string): void {
    this.#span.setAttributes(attributes);
    if (failure !== undefined) {
      this.#span.setAttribute('error.type', failure);
      this.#span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
    }
    this.#span.end();
  }
}

/** Does work in a span of its own, if anybody wants spans. */
export async function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  if (!spans.areWanted) return work();
  const span = OpenSpan.now(name, SpanKind.INTERNAL, attributes);
  try {
    const value = await span.run(work);
    span.end({});
    return value;
  } catch (error) {
    span.end({}, error instanceof Error ? error.name : 'error');
    throw error;
  }
}

/** Sends spans to a collector (OTLP over HTTP): the SDK of OpenTelemetry, which is loaded only if one is named. */
import { setTimeout as wait } from 'node:timers/promises';
import { context, propagation, trace } from '@opentelemetry/api';
import { ConfigError } from './settings/environment.ts';

export interface Tracing {
  /** Sends what has not been sent yet, and ends. */
  close(): Promise<void>;
}

/** Milliseconds for the last spans. */
const LAST_SPANS = 3000;

/** Registers the SDK. The variables of OpenTelemetry beside the endpoint (`OTEL_…`) are read by it. */
export async function startTracing(endpoint: URL): Promise<Tracing> {
  const { AsyncLocalStorageContextManager } = await load(import('@opentelemetry/context-async-hooks'));
  const { W3CTraceContextPropagator } = await load(import('@opentelemetry/core'));
  const { OTLPTraceExporter } = await load(import('@opentelemetry/exporter-trace-otlp-http'));
  const { defaultResource, detectResources, envDetector, resourceFromAttributes } = await load(
    import('@opentelemetry/resources'),
  );
  const { BatchSpanProcessor, TracerProvider } = await load(import('@opentelemetry/sdk-trace'));
  const url = new URL('v1/traces', endpoint.href.endsWith('/') ? endpoint : `${endpoint.href}/`);
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'ods-graphql' }))
    .merge(detectResources({ detectors: [envDetector] }));
  const exporter = new OTLPTraceExporter({ url: url.href });
  const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    async close() {
      // A collector that is away keeps no server from ending, and what it was to have is lost.
      const late = wait(LAST_SPANS, undefined, { ref: false });
      await Promise.race([provider.shutdown().catch(() => {}), late]);
    },
  };
}

async function load<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new ConfigError(
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, and the SDK of OpenTelemetry is not there: the command `ods-graphql` and the images bring it.',
    );
  }
}

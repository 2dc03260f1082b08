import { setTimeout as delay } from 'node:timers/promises'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { detectResourcesSync, envDetectorSync, Resource } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node'
import type { Logger } from './logger'

/** What is not taken by then is lost: a collector that is down holds up no shutdown. */
const FLUSH_MS = 2_000

export interface Tracing {
  /** Sends what is left. */
  stop(): Promise<void>
}

/**
 * Starts to trace this process where the standard variables of OpenTelemetry name a collector. Everything else about it they
 * say too: how much is sampled (`OTEL_TRACES_SAMPLER`), the service's name, headers, limits. To be called before any part is
 * made that makes spans.
 */
export function startTracing(
  serviceName: string,
  env: NodeJS.ProcessEnv,
  logger: Pick<Logger, 'warn' | 'info'>,
): Tracing {
  if (!isWanted(env)) return { stop: () => Promise.resolve() }
  const named = new Resource({ 'service.name': serviceName })
  const provider = new NodeTracerProvider({
    resource: named.merge(detectResourcesSync({ detectors: [envDetectorSync] })),
    spanProcessors: [new BatchSpanProcessor(tellingOnce(new OTLPTraceExporter(), logger))],
  })
  provider.register()
  return {
    stop: () => Promise.race([provider.shutdown().catch(() => {}), delay(FLUSH_MS, undefined, { ref: false })]),
  }
}

const isWanted = (env: NodeJS.ProcessEnv): boolean =>
  env.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' &&
  Boolean(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT)

/** `ExportResultCode` of the SDK. */
const SUCCESS = 0

/** Tells when the collector ceases to take spans and when it takes them again, and not every batch that is lost meanwhile. */
function tellingOnce(exporter: SpanExporter, logger: Pick<Logger, 'warn' | 'info'>): SpanExporter {
  let isLosing = false

  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const isLost = Number(result.code) !== SUCCESS
        if (isLost && !isLosing)
          logger.warn(
            { reason: result.error?.message },
            'the collector takes no traces: spans are dropped until it does',
          )
        if (!isLost && isLosing) logger.info('the collector takes traces again')
        isLosing = isLost
        // What the processor would say of it has been said.
        done({ code: SUCCESS })
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  }
}

import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { CallEnd, CallOutcome, CallWatch } from '../domain/ports/call-watch'

/** Nothing went wrong in these. */
const UNREMARKABLE: readonly CallOutcome[] = ['ok', 'held-back', 'stopped']

/** A client span for each call to a platform, beneath the step that makes it. What was sent, and what was answered, is not told. */
export function callSpans(): CallWatch {
  const tracer = trace.getTracer('publisher.platforms')

  return {
    begin({ platform, operation, phase }) {
      const span = tracer.startSpan(`${platform} ${operation}`, {
        kind: SpanKind.CLIENT,
        attributes: {
          'publisher.platform': platform,
          'publisher.operation': operation,
          'publisher.phase': phase,
        },
      })
      return (end) => {
        span.setAttributes(attributesOf(end))
        if (!UNREMARKABLE.includes(end.outcome)) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      }
    },
  }
}

const attributesOf = ({ outcome, httpStatus, platformCode }: CallEnd) => ({
  'publisher.outcome': outcome,
  ...(httpStatus !== null && { 'http.response.status_code': httpStatus }),
  ...(platformCode !== undefined && { 'publisher.platform_code': platformCode }),
})

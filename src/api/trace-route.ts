import {
  context,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { Request, RequestHandler } from 'express'
import type { RouteDescription } from './route'

/**
 * A server span for each request of a route, named by its pattern: what stands in a path, a query, a header or a body is not
 * told. The requests of probes make none.
 */
export function traceRoute({ method, path, scope, tag }: RouteDescription): RequestHandler {
  if (tag === 'Health') return (_request, _response, next) => next()
  const tracer = trace.getTracer('publisher.api')
  const attributes = { 'http.request.method': method.toUpperCase(), 'http.route': path }

  return (request, response, next) => {
    // Only a service continues a trace of its own here: browsers and platforms could have any of ours sampled.
    const parent = scope ? traceOf(request) : ROOT_CONTEXT
    const span = tracer.startSpan(`${method.toUpperCase()} ${path}`, { kind: SpanKind.SERVER, attributes }, parent)
    if (span.isRecording()) response.locals.log = response.locals.log.child({ traceId: span.spanContext().traceId })
    response.on('close', () => {
      const { statusCode, locals, writableFinished } = response
      span.setAttribute('http.response.status_code', statusCode)
      if (locals.problemCode !== undefined) span.setAttribute('error.type', locals.problemCode)
      else if (!writableFinished) span.setAttribute('error.type', 'aborted')
      if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    })
    context.with(trace.setSpan(parent, span), next)
  }
}

/** Of W3C's headers, and no others: baggage may hold anything. */
const traceOf = ({ headers: { traceparent, tracestate } }: Request) =>
  propagation.extract(ROOT_CONTEXT, { traceparent, tracestate }, defaultTextMapGetter)

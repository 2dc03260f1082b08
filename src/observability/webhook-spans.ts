import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { WebhookSender } from '../domain/ports/webhooks'

/** A client span for each attempt at a message. Whose address it went to only its endpoint's row tells. */
export function tracedSender(sender: WebhookSender): WebhookSender {
  const tracer = trace.getTracer('publisher.webhooks')

  return {
    send: (message, signal) =>
      tracer.startActiveSpan('webhook.send', { kind: SpanKind.CLIENT }, async (span) => {
        span.setAttributes({
          'publisher.webhook_message_id': message.messageId,
          'publisher.webhook_endpoint_id': message.endpointId,
        })
        try {
          const result = await sender.send(message, signal)
          if (result.httpStatus !== null) span.setAttribute('http.response.status_code', result.httpStatus)
          if (result.failure !== null) {
            span.setAttribute('error.type', result.failure)
            span.setStatus({ code: SpanStatusCode.ERROR })
          }
          return result
        } finally {
          span.end()
        }
      }),
  }
}

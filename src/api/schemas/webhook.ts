import { z } from 'zod'
import { WEBHOOK_EVENTS, WEBHOOK_TYPES } from '../../domain/webhook-events'
import { targetFault, type TargetRules } from '../../security/webhooks/target'
import { fault, id, instantOut, pageOf, paging } from './common'

const url = (rules: TargetRules) =>
  z
    .string()
    .max(2_000)
    .superRefine((text, context) => {
      const message = targetFault(text, rules)
      if (message !== null) context.addIssue({ code: 'custom', input: text, ...fault('url-not-allowed', message) })
    })
    .meta({
      description: 'https, to a public address, at port 443 or one from 1024 on. Redirects are not followed',
      examples: ['https://example.com/hooks/publisher'],
    })

const events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .refine((names) => new Set(names).size === names.length, fault('repeated', 'Names an event twice'))
  .meta({ description: 'What it is told of', examples: [['publish_job.completed', 'publish_job.failed']] })

const description = z.string().trim().min(1).max(500).nullable()

export const endpointBody = (rules: TargetRules) =>
  z
    .strictObject({
      url: url(rules),
      events,
      description: description.default(null),
      userId: id.nullable().default(null).meta({ description: 'Told of this user only; null: of all your users' }),
    })
    .meta({
      id: 'WebhookEndpointBody',
      examples: [
        { url: 'https://example.com/hooks/publisher', events: ['publish_job.completed', 'publish_job.failed'] },
      ],
    })

export const endpointChange = (rules: TargetRules) =>
  z
    .strictObject({
      url: url(rules).optional(),
      events: events.optional(),
      description: description.optional(),
      enabled: z.boolean().optional().meta({
        description: '`false` ends what is on its way; after `true` what is missing is redelivered on demand',
      }),
    })
    .meta({ id: 'WebhookEndpointChange', examples: [{ enabled: true }] })

const state = z.enum(['pending', 'delivered', 'failed'])

const count = z.int().nonnegative()

const members = {
  id,
  url: z.string().meta({ examples: ['https://example.com/hooks/publisher'] }),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  description: z.string().nullable(),
  userId: id.nullable().meta({ description: 'null: told of all your users' }),
  enabled: z.boolean(),
  failingSince: instantOut.nullable().meta({ description: 'Nothing was taken since; null after a delivery' }),
  disabledAt: instantOut.nullable(),
  disabledReason: z.enum(['by-request', 'gone', 'failing']).nullable().meta({
    description: '`gone`: it has answered 410; `failing`: it has taken nothing for five days',
  }),
  oldSecretUntil: instantOut.nullable().meta({ description: 'Until then the secret before signs along' }),
  createdAt: instantOut,
  updatedAt: instantOut,
}

export const endpoint = z.object(members).meta({ id: 'WebhookEndpoint' })

export const endpointHealth = z
  .object({
    ...members,
    lastDay: z
      .object({ pending: count, delivered: count, failed: count })
      .meta({ description: 'Messages of the last 24 hours' }),
  })
  .meta({ id: 'WebhookEndpointHealth' })

export const endpointSecret = z
  .object({
    ...members,
    secret: z.string().meta({
      description: 'What receivers verify by, with any library of Standard Webhooks. It is shown here and never again',
      examples: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo='],
    }),
  })
  .meta({ id: 'WebhookEndpointSecret' })

export const endpointQuery = z.strictObject(paging)

export const endpointPage = pageOf(endpoint).meta({ id: 'WebhookEndpointPage' })

export const messageQuery = z.strictObject({ ...paging, state: state.optional() })

const message = {
  id: id.meta({ description: 'The `webhook-id` of every attempt: what has come twice is known by it' }),
  type: z.enum(WEBHOOK_TYPES),
  state,
  attemptCount: count.meta({ description: 'Since it was put on its way last' }),
  createdAt: instantOut,
  nextAttemptAt: instantOut.nullable(),
  endedAt: instantOut.nullable(),
}

export const webhookMessage = z.object(message).meta({ id: 'WebhookMessage' })

export const messagePage = pageOf(webhookMessage).meta({ id: 'WebhookMessagePage' })

const attempt = z.object({
  startedAt: instantOut,
  durationMs: count,
  httpStatus: z.int().nullable().meta({ description: 'null: there was no answer' }),
  failure: z
    .string()
    .nullable()
    .meta({ description: 'A stable code; null: delivered', examples: ['refused'] }),
  excerpt: z.string().nullable().meta({ description: 'The beginning of a refusing answer' }),
})

export const messageLog = z
  .object({
    ...message,
    payload: z.record(z.string(), z.unknown()).meta({ description: 'The body as it is sent' }),
    attempts: z.array(attempt).meta({ description: 'Newest first' }),
  })
  .meta({ id: 'WebhookMessageLog' })

export type EndpointView = z.output<typeof endpoint>

export type MessageView = z.output<typeof webhookMessage>

export type MessageLogView = z.output<typeof messageLog>

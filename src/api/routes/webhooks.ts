import { z } from 'zod'
import { receiveEvent } from '../events/receive-event'
import type { EventDeps } from '../events/receive-event'
import { route } from '../route'

const webhook = {
  method: 'post',
  tag: 'Platform events',
  statuses: { 200: 'Acted upon, now or before, or nothing to act upon' },
  problems: ['webhook-signature-invalid', 'webhook-too-old', 'webhook-malformed', 'not-ready'],
} as const

export const receiveTikTokEvent = (deps: EventDeps) =>
  route(
    {
      ...webhook,
      path: '/v1/webhooks/tiktok',
      operationId: 'receiveTikTokEvent',
      summary: "TikTok's own events, signed with the client secret; delivered again unless answered 200",
      headers: z.object({
        'tiktok-signature': z
          .string()
          .max(1_024)
          .catch('')
          .meta({ examples: ['t=1800012800,s=2f1c'] })
          .optional(),
      }),
      rawBody: { mediaType: 'application/json', description: "TikTok's webhook event, byte for byte as it was signed" },
    },
    async ({ headers, bytes, log }) => {
      await receiveEvent(deps, 'TIKTOK', { headers, bytes }, log)
      return { status: 200 }
    },
  )

export const receiveInstagramRemoval = (deps: EventDeps) =>
  route(
    {
      ...webhook,
      path: '/v1/webhooks/instagram',
      operationId: 'receiveInstagramRemoval',
      summary: "Meta's deauthorise callback, signed with the app secret",
      rawBody: { mediaType: 'application/x-www-form-urlencoded', description: 'A form with `signed_request`' },
    },
    async ({ bytes, log }) => {
      await receiveEvent(deps, 'INSTAGRAM', { headers: {}, bytes }, log)
      return { status: 200 }
    },
  )

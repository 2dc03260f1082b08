import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'

/** 24 to 64 bytes, says Standard Webhooks. */
const SECRET_BYTES = 32

/** What an endpoint's messages are signed with, and its receiver verifies them by: shown once. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`

/** The headers of one attempt, by Standard Webhooks: signed with each of the secrets, so that the receiver may know either. */
export function signedHeaders(messageId: string, body: string, secrets: string[], nowMs: number) {
  const at = new Date(nowMs)
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(nowMs / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, body)).join(' '),
  }
}

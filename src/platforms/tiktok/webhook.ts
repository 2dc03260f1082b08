import { z } from 'zod'
import type { PlatformEvent, ReadEvent } from '../../domain/ports/events'
import { parseJson, plainText } from '../json'
import { digestOf, isSignedWith } from '../signatures'
import { PENDING_DRAFTS } from './windows'

/** How far the time of a signature may be from ours, either way. */
const TOLERANCE_MS = 5 * 60_000

/** What a Date can hold. */
const MAX_EPOCH_SECONDS = 8_640_000_000_000

/** TikTok for Developers, "Webhook Verification": `t=<epoch seconds>,s=<hex>`. */
const SIGNATURE = /^t=(\d{1,12}),s=([\da-f]{64})$/i

/** "Webhook Events"; the last name is TikTok's own spelling. */
const KINDS = new Map<string, PlatformEvent['kind']>([
  ['authorization.removed', 'authorization-removed'],
  ['post.publish.failed', 'post-changed'],
  ['post.publish.complete', 'post-changed'],
  ['post.publish.inbox_delivered', 'post-changed'],
  ['post.publish.publicly_available', 'post-changed'],
  ['post.publish.no_longer_publicaly_available', 'post-changed'],
])

const envelope = z.object({
  client_key: z.string(),
  event: plainText,
  /** Epoch seconds. */
  create_time: z.int().min(0).max(MAX_EPOCH_SECONDS),
  user_openid: plainText,
  /** JSON within the JSON. */
  content: z.string().catch(''),
})

/** After these an upload is no draft of the inbox any more: the user has posted it, or it has come to nothing. */
const ENDS: readonly string[] = ['post.publish.complete', 'post.publish.failed']

const postContent = z.object({
  publish_id: z.string().optional(),
  publish_type: z.string().optional(),
  post_id: z.union([z.string(), z.number()]).transform(String).pipe(plainText).optional(),
})

/** Reads TikTok's webhook: signed with the client secret over `<t>.<body>`, in `TikTok-Signature`. */
export const tiktokEvents =
  (app: { clientKey: string; clientSecret: string }): ReadEvent =>
  ({ headers, bytes }, nowMs) => {
    const [, seconds = '', signature = ''] = SIGNATURE.exec(headers['tiktok-signature'] ?? '') ?? []
    const signed = Buffer.concat([Buffer.from(`${seconds}.`), bytes])
    if (!isSignedWith(app.clientSecret, signed, Buffer.from(signature, 'hex')))
      return { refusal: 'webhook-signature-invalid' }
    if (Math.abs(nowMs - Number(seconds) * 1_000) > TOLERANCE_MS) return { refusal: 'webhook-too-old' }
    const body = envelope.safeParse(parseJson(Buffer.from(bytes).toString('utf8'))).data
    if (!body) return { refusal: 'webhook-malformed' }
    if (body.client_key !== app.clientKey) return { refusal: 'webhook-signature-invalid' }
    return eventOf(body, digestOf(bytes))
  }

function eventOf(body: z.output<typeof envelope>, digest: string): PlatformEvent {
  const { event: name, user_openid: accountId, create_time: seconds } = body
  const told = { name, digest, accountId, occurredAtMs: seconds * 1_000 }
  const kind = KINDS.get(name) ?? 'unknown'
  if (kind !== 'post-changed') return { ...told, kind }
  const content = postContent.safeParse(parseJson(body.content)).data ?? {}
  const { publish_id: publishId, publish_type: type, post_id: postId = null } = content
  const frees = type === 'INBOX_SHARE' && ENDS.includes(name) ? [PENDING_DRAFTS.name] : []
  return { ...told, kind, task: publishId === undefined ? {} : { publishId }, postId, frees }
}

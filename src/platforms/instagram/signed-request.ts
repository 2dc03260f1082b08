import { z } from 'zod'
import type { ReadEvent } from '../../domain/ports/events'
import { parseJson, plainText } from '../json'
import { digestOf, isSignedWith } from '../signatures'

/** For how long Meta goes on trying is not documented: as long as TikTok does. A replay finds the event known, or the grant newer. */
const MAX_AGE_MS = 72 * 3_600_000
/** Their clock may be ahead of ours. */
const MAX_LEAD_MS = 5 * 60_000

/** Both parts in base64url. */
const SIGNED_REQUEST = /^([\w-]+)\.([\w-]+)$/

const removal = z.object({
  algorithm: z.literal('HMAC-SHA256'),
  /** Epoch seconds. */
  issued_at: z.int(),
  /** App scoped: not the id that calls are made with. */
  user_id: z.union([z.string(), z.number()]).transform(String).pipe(plainText),
})

/**
 * Reads Meta's deauthorise callback: a form whose `signed_request` is `<signature>.<payload>`, signed with the secret of the
 * app that was removed (Facebook Login, "Parsing the Signed Request").
 * @param appSecrets one for each login that is configured
 */
export const instagramEvents =
  (appSecrets: readonly string[]): ReadEvent =>
  ({ bytes }, nowMs) => {
    const form = new URLSearchParams(Buffer.from(bytes).toString('utf8'))
    const [, signature = '', payload = ''] = SIGNED_REQUEST.exec(form.get('signed_request') ?? '') ?? []
    const [signed, given] = [Buffer.from(payload), Buffer.from(signature, 'base64url')]
    if (!appSecrets.some((secret) => isSignedWith(secret, signed, given)))
      return { refusal: 'webhook-signature-invalid' }
    const told = removal.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8'))).data
    if (!told) return { refusal: 'webhook-malformed' }
    const occurredAtMs = told.issued_at * 1_000
    if (occurredAtMs < nowMs - MAX_AGE_MS || occurredAtMs > nowMs + MAX_LEAD_MS) return { refusal: 'webhook-too-old' }
    return {
      kind: 'authorization-removed',
      name: 'deauthorize',
      digest: digestOf(signed),
      accountId: told.user_id,
      occurredAtMs,
    }
  }

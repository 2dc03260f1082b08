import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { parseKeyRing } from './key-ring'

/** What a token of a link comes to. Only whoever has held a good link is told that it has expired. */
export type LinkVerdict = { state: 'valid'; subject: string; expiresAtMs: number } | { state: 'expired' | 'forged' }

export interface SignedLinks {
  /** @returns `<subject>.<expiry, epoch seconds>.<signature>`: URL-safe where the subject is. It is a secret */
  sign(subject: string, expiresAtMs: number): string
  verify(token: string, nowMs: number): LinkVerdict
}

const KEY_BYTES = 32

/**
 * Links that let whoever has them look at one thing until an instant. Nothing of them is stored: HMAC-SHA256 over subject
 * and expiry, with keys that are derived from the key ring for this purpose alone.
 * @param ring `TOKEN_KEYS`: the first key signs, all of them verify, so that a rotation leaves links alive
 * @param purpose of the links: one of another purpose is forged
 * @throws KeyRingError naming every fault of the ring
 */
export function createSignedLinks(ring: string, purpose: string): SignedLinks {
  const entries = parseKeyRing(ring)
  const keys = entries.map(({ key }) => deriveKey(key, purpose))
  const current = deriveKey(entries[0].key, purpose)

  return {
    sign(subject, expiresAtMs) {
      const signed = `${subject}.${Math.floor(expiresAtMs / 1_000)}`
      return `${signed}.${signatureOf(signed, current).toString('base64url')}`
    },

    verify(token, nowMs) {
      const [, signed, subject, seconds, signature] = TOKEN.exec(token) ?? []
      if (!signed || !subject || !signature) return { state: 'forged' }
      const given = Buffer.from(signature, 'base64url')
      if (!keys.some((key) => timingSafeEqual(given, signatureOf(signed, key)))) return { state: 'forged' }
      const expiresAtMs = Number(seconds) * 1_000
      return nowMs < expiresAtMs ? { state: 'valid', subject, expiresAtMs } : { state: 'expired' }
    },
  }
}

/** The last of 43 characters of base64url stands for four bits: another one would decode to the same 32 bytes. */
const TOKEN = /^((.+)\.(\d{1,12}))\.([\w-]{42}[AEIMQUYcgkosw048])$/

const deriveKey = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `publisher signed-links ${purpose}`, KEY_BYTES))

const signatureOf = (signed: string, key: Buffer): Buffer => createHmac('sha256', key).update(signed).digest()

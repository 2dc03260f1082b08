import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { TokenCipher } from '../domain/ports/token-cipher'
import { parseKeyRing } from './key-ring'

/**
 * - `malformed`: no ciphertext of ours, or cut.
 * - `unknown-key`: encrypted with a key that the ring does not hold (any more).
 * - `not-authentic`: altered, or moved here from another row or column.
 */
export class TokenCipherError extends Error {
  override readonly name = 'TokenCipherError'

  constructor(
    readonly code: 'malformed' | 'unknown-key' | 'not-authentic',
    message: string,
  ) {
    super(message)
  }
}

const ALGORITHM = 'aes-256-gcm'
const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * AES-256-GCM with a fresh 96-bit IV for each ciphertext; the binding is authenticated along, so that a ciphertext opens
 * in its own row and column only.
 * @param ring `TOKEN_KEYS`: the first key encrypts, all of them decrypt.
 * @throws KeyRingError naming every fault of the ring.
 */
export function createTokenCipher(ring: string): TokenCipher {
  const keys = parseKeyRing(ring)
  const keysById = new Map(keys.map(({ id, key }) => [id, key]))
  const [current] = keys

  return {
    encrypt(plaintext, binding) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv(ALGORITHM, current.key, iv).setAAD(associatedData(current.id, binding))
      const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [VERSION, current.id, iv.toString('base64url'), sealed.toString('base64url')].join('.')
    },

    decrypt(ciphertext, binding) {
      const { keyId, iv, sealed } = parse(ciphertext)
      const key = keysById.get(keyId)
      if (!key) throw new TokenCipherError('unknown-key', `No key ${keyId} in TOKEN_KEYS to decrypt ${binding} with`)
      const tagStart = sealed.length - TAG_BYTES
      const decipher = createDecipheriv(ALGORITHM, key, iv)
        .setAAD(associatedData(keyId, binding))
        .setAuthTag(sealed.subarray(tagStart))
      try {
        return decipher.update(sealed.subarray(0, tagStart), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        // Node says only "unable to authenticate data"; the reader needs to know which column it was.
        throw new TokenCipherError('not-authentic', `The ciphertext at ${binding} was altered or belongs elsewhere`)
      }
    },
  }
}

const associatedData = (keyId: string, binding: string): Buffer => Buffer.from(`${VERSION}.${keyId}.${binding}`)

function parse(ciphertext: string): { keyId: string; iv: Buffer; sealed: Buffer } {
  const [, keyId, ivText, sealedText] = /^v1\.([\w-]+)\.([\w-]{16})\.([\w-]{22,})$/.exec(ciphertext) ?? []
  if (!keyId || !ivText || !sealedText)
    throw new TokenCipherError('malformed', 'The stored text is no ciphertext of the form v1.<key id>.<IV>.<data>')
  return { keyId, iv: Buffer.from(ivText, 'base64url'), sealed: Buffer.from(sealedText, 'base64url') }
}

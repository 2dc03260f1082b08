import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { PublishError } from '../domain/errors'
import type { TokenCipher } from '../domain/ports/token-cipher'
import { parseKeyRing } from './key-ring'

const ALGORITHM = 'aes-256-gcm'
const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

const CONTENT_REMEDY =
  'Put the row back from a backup; where it is an account, its user can also reconnect it, which stores new tokens.'

/**
 * AES-256-GCM with a fresh random 96-bit IV for each ciphertext; version, key id and binding are authenticated along, so
 * that a ciphertext opens in its own row and column only. What does not open is a `PublishError` of the code
 * `token-unreadable`, which names the place and the key id, and repeats nothing of the text.
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
      const { keyId, iv, sealed } = parse(ciphertext, binding)
      const key = keysById.get(keyId)
      if (!key)
        throw unreadable(`The key ${keyId} of what is stored at ${binding} is not in TOKEN_KEYS`, putBack(keyId))
      const tagStart = sealed.length - TAG_BYTES
      const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
        .setAAD(associatedData(keyId, binding))
        .setAuthTag(sealed.subarray(tagStart))
      try {
        return decipher.update(sealed.subarray(0, tagStart), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        // Node says only "unable to authenticate data"; the reader needs to know where it was, and which key.
        throw unreadable(
          `What is stored at ${binding} was altered, belongs elsewhere, or was encrypted with another key than the ${keyId} of TOKEN_KEYS`,
          `Check that the key ${keyId} in TOKEN_KEYS is the one it was. ${CONTENT_REMEDY}`,
        )
      }
    },
  }
}

const associatedData = (keyId: string, binding: string): Buffer => Buffer.from(`${VERSION}.${keyId}.${binding}`)

function parse(ciphertext: string, binding: string): { keyId: string; iv: Buffer; sealed: Buffer } {
  const [, keyId, ivText, sealedText] = /^v1\.([\w-]{1,32})\.([\w-]{16})\.([\w-]{22,})$/.exec(ciphertext) ?? []
  const [iv, sealed] = [bytesOf(ivText), bytesOf(sealedText)]
  if (keyId && iv && sealed) return { keyId, iv, sealed }
  throw unreadable(
    `What is stored at ${binding} is cut, or no ciphertext of the form v1.<key id>.<IV>.<data>`,
    CONTENT_REMEDY,
  )
}

/** Null for a text that encoding would not have given: bits that decoding drops must not be altered unnoticed either. */
function bytesOf(text = ''): Buffer | null {
  const bytes = Buffer.from(text, 'base64url')
  return text && bytes.toString('base64url') === text ? bytes : null
}

const putBack = (keyId: string): string =>
  `Put the key ${keyId} back into TOKEN_KEYS, after the first one, and restart; it may go once "npm run keys:rotate" has left nothing under it.`

const unreadable = (message: string, remedy: string): PublishError =>
  new PublishError({ code: 'token-unreadable', category: 'internal', message, remedy })

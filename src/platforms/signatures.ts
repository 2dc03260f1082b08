import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Whether `given` is the message's HMAC-SHA256; compared in constant time. */
export function isSignedWith(secret: string, message: Uint8Array, given: Uint8Array): boolean {
  const right = createHmac('sha256', secret).update(message).digest()
  return given.length === right.length && timingSafeEqual(given, right)
}

/** SHA-256, in hex. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

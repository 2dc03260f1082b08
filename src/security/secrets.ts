import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, URL-safe: what nobody guesses. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** SHA-256, hex: what is kept of a secret. No salt and no slow hash, since nobody guesses 256 random bits. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Whether `secret` is the one that the hash was made of, in a time that does not depend on how much of it is right. */
export const isSecretOf = (hash: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(hash))

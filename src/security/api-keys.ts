import { createHash, randomBytes } from 'node:crypto'

/**
 * What a caller's key lets it do.
 * - `publish`: make and change jobs and videos.
 * - `read`: look at what is its own.
 * - `accounts`: users and their connections.
 * - `operate`: everything that only operators should.
 */
export const SCOPES = ['publish', 'read', 'accounts', 'operate'] as const

export type Scope = (typeof SCOPES)[number]

/** A key for a caller: shown once, then only its hash is kept. The prefix lets secret scanners find one in the wrong place. */
export const newApiKey = (): string => `pub_${randomBytes(32).toString('base64url')}`

/** SHA-256, hex. No salt and no slow hash: a key has 256 random bits, which nobody guesses. */
export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex')

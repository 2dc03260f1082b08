import type { Platform } from '../domain/platform'
import type { TokenCipher } from '../domain/ports/token-cipher'
import type { Prisma } from '../generated/prisma/client'
import { bindingOf, ENCRYPTED } from './encrypted-columns'
import type { PrismaClient } from './prisma'

const ATTEMPT = {
  id: true,
  userId: true,
  platform: true,
  login: true,
  principal: true,
  returnTo: true,
  platformUserId: true,
  browserHash: true,
  stateHash: true,
  expiresAt: true,
  usedAt: true,
} as const

export type AttemptRow = Prisma.ConnectionAttemptGetPayload<{ select: typeof ATTEMPT }>

export interface NewAttempt {
  userId: string
  platform: Platform
  login: 'facebook' | null
  /** The service that asks. */
  principal: string
  returnTo: string | null
  /** Only this account may be connected; null: any. */
  platformUserId: string | null
  linkHash: string
  expiresAt: Date
}

/** What a start hop makes: the browser that the consent belongs to, and the state and verifier of this one page. */
export interface Start {
  browserHash: string
  stateHash: string
  /** PKCE's; null where the login takes none. */
  verifier: string | null
}

/** Users on their way to a consent page and back. Secrets come as hashes, except for the verifier, which is encrypted. */
export interface ConnectionAttempts {
  open(attempt: NewAttempt): Promise<void>
  byLink(linkHash: string): Promise<AttemptRow | null>
  byState(stateHash: string): Promise<AttemptRow | null>
  /** Makes the start hop the attempt's latest. False: another browser came first, or the callback has come. */
  start(attempt: AttemptRow, start: Start): Promise<boolean>
  /** Uses the attempt up, for the one callback that it is good for, and gives its verifier. Null: another callback came first. */
  use(attempt: AttemptRow, now: Date): Promise<{ verifier: string | null } | null>
  /** @param outcome `connected`, or the code of the problem */
  settle(id: string, outcome: string): Promise<void>
}

const verifierBinding = (id: string): string => bindingOf(ENCRYPTED.codeVerifier, id)

export function createConnectionAttempts(prisma: PrismaClient, cipher: TokenCipher): ConnectionAttempts {
  const table = prisma.connectionAttempt

  return {
    async open(attempt) {
      await table.create({ data: attempt, select: { id: true } })
    },

    byLink: (linkHash) => table.findUnique({ where: { linkHash }, select: ATTEMPT }),
    byState: (stateHash) => table.findUnique({ where: { stateHash }, select: ATTEMPT }),

    async start({ id, browserHash }, { verifier, ...start }) {
      const { count } = await table.updateMany({
        where: { id, browserHash, usedAt: null },
        data: { ...start, codeVerifier: verifier && cipher.encrypt(verifier, verifierBinding(id)) },
      })
      return count === 1
    },

    async use({ id, stateHash }, now) {
      const [used] = await table.updateManyAndReturn({
        where: { id, stateHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
        select: { codeVerifier: true },
      })
      if (!used) return null
      return { verifier: used.codeVerifier && cipher.decrypt(used.codeVerifier, verifierBinding(id)) }
    },

    async settle(id, outcome) {
      // Of no more use, and good for nothing but this one exchange.
      await table.updateMany({ where: { id }, data: { outcome, codeVerifier: null } })
    },
  }
}

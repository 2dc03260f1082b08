import { randomUUID } from 'node:crypto'
import type { Clock } from '../../domain/ports/clock'
import type { TokenCipher } from '../../domain/ports/token-cipher'
import type { Reach } from '../../domain/reach'
import { OLD_SECRET_MS } from '../../domain/webhook-delivery'
import type { WebhookEvent } from '../../domain/webhook-events'
import type { Prisma } from '../../generated/prisma/client'
import { createdBefore, NEWEST_FIRST, toPage, type Page, type PageRequest } from '../page'
import type { PrismaClient } from '../prisma'
import { holdUser } from '../user-hold'
import { disableEndpoint } from './disable'
import { webhookSecrets } from './secrets'

/** Everything but the secrets. */
const ENDPOINT = {
  id: true,
  userId: true,
  url: true,
  events: true,
  description: true,
  createdAt: true,
  updatedAt: true,
  oldSecretUntil: true,
  failingSince: true,
  disabledAt: true,
  disabledReason: true,
} as const

export type EndpointRow = Prisma.WebhookEndpointGetPayload<{ select: typeof ENDPOINT }>

/** Of one principal and one user, or of all its users. */
export const MOST_ENDPOINTS = 20

interface Settings {
  url: string
  events: WebhookEvent[]
  description: string | null
}

export interface NewEndpoint extends Settings {
  principal: string
  userId: string | null
  secret: string
}

/** Those within reach are of the principal, and of the user whom the reach is narrowed to. */
export interface WebhookEndpoints {
  /** Null: there are `MOST_ENDPOINTS`. @throws PublishError `user-being-erased` */
  create(endpoint: NewEndpoint): Promise<EndpointRow | null>
  find(id: string, reach: Reach): Promise<EndpointRow | null>
  list(reach: Reach, page: PageRequest): Promise<Page<EndpointRow>>
  /** Null: there is none. What is disabled ends what is on its way. */
  change(id: string, reach: Reach, change: Partial<Settings> & { enabled?: boolean }): Promise<EndpointRow | null>
  /** Null: there is none. The secret before signs along for a while. */
  replaceSecret(id: string, reach: Reach, secret: string): Promise<EndpointRow | null>
  /** False: there is none. */
  remove(id: string, reach: Reach): Promise<boolean>
}

const within = ({ principal, userId }: Reach): Prisma.WebhookEndpointWhereInput => ({
  ...(principal !== null && { principal }),
  ...(userId !== null && { userId }),
})

export function createWebhookEndpoints(prisma: PrismaClient, cipher: TokenCipher, clock: Clock): WebhookEndpoints {
  const secrets = webhookSecrets(cipher)
  const found = (tx: Prisma.TransactionClient, id: string, reach: Reach) =>
    tx.webhookEndpoint.findUnique({ where: { id, AND: within(reach) }, select: ENDPOINT })

  return {
    create: ({ secret, ...endpoint }) =>
      prisma.$transaction(async (tx) => {
        const { principal, userId } = endpoint
        if (userId !== null) await holdUser(tx, userId)
        await oneByOne(tx, principal, userId)
        if ((await tx.webhookEndpoint.count({ where: { principal, userId } })) >= MOST_ENDPOINTS) return null
        const id = randomUUID()
        const data = { id, ...endpoint, secret: secrets.seal(id, 'secret', secret), createdAt: new Date(clock.nowMs()) }
        return tx.webhookEndpoint.create({ data, select: ENDPOINT })
      }),

    find: (id, reach) => found(prisma, id, reach),

    async list(reach, { limit, after }) {
      const rows = await prisma.webhookEndpoint.findMany({
        where: { AND: [within(reach), createdBefore(after)] },
        select: ENDPOINT,
        orderBy: NEWEST_FIRST,
        take: limit + 1,
      })
      return toPage(rows, limit, (row) => row.createdAt)
    },

    change: (id, reach, { enabled, ...settings }) =>
      prisma.$transaction(async (tx) => {
        if (!(await found(tx, id, reach))) return null
        // Another receiver has not failed yet.
        const data = { ...settings, ...(settings.url !== undefined && { failingSince: null }) }
        await tx.webhookEndpoint.updateMany({ where: { id }, data })
        if (enabled === false) await disableEndpoint(tx, { id }, 'by-request', new Date(clock.nowMs()))
        if (enabled === true) await enable(tx, id)
        return found(tx, id, reach)
      }),

    replaceSecret: (id, reach, secret) =>
      prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT FROM "WebhookEndpoint" WHERE "id" = ${id} FOR UPDATE`
        const before = await tx.webhookEndpoint.findUnique({
          where: { id, AND: within(reach) },
          select: { secret: true },
        })
        if (!before) return null
        const data = {
          secret: secrets.seal(id, 'secret', secret),
          oldSecret: secrets.seal(id, 'oldSecret', secrets.open(id, 'secret', before.secret)),
          oldSecretUntil: new Date(clock.nowMs() + OLD_SECRET_MS),
        }
        return tx.webhookEndpoint.update({ where: { id }, data, select: ENDPOINT })
      }),

    async remove(id, reach) {
      const { count } = await prisma.webhookEndpoint.deleteMany({ where: { id, AND: within(reach) } })
      return count > 0
    },
  }
}

/** So that two at once cannot both be the last one that there is room for. */
async function oneByOne(tx: Prisma.TransactionClient, principal: string, userId: string | null): Promise<void> {
  const place = JSON.stringify(['WebhookEndpoint', principal, userId])
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${place}, 0))`
}

async function enable(tx: Prisma.TransactionClient, id: string): Promise<void> {
  await tx.webhookEndpoint.updateMany({
    where: { id, disabledAt: { not: null } },
    data: { disabledAt: null, disabledReason: null, failingSince: null },
  })
}

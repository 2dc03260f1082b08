import type { CheckpointReference } from '../domain/ports/platform'
import type { Checkpoints, StoredCheckpoint } from '../domain/ports/run'
import type { Prisma } from '../generated/prisma/client'
import type { Clock } from '../domain/ports/clock'
import type { TokenCipher } from '../domain/ports/token-cipher'
import { bindingOf, ENCRYPTED } from './encrypted-columns'
import type { PrismaClient } from './prisma'

const binding = (rowId: string, number: number): string => bindingOf(ENCRYPTED.reference, rowId, number)

/** Checkpoints with their references encrypted: an upload URL is as good as a token. */
export function createCheckpoints(prisma: PrismaClient, cipher: TokenCipher, clock: Clock): Checkpoints {
  async function newest(rowId: string, where: Prisma.CheckpointWhereInput): Promise<StoredCheckpoint | null> {
    const row = await prisma.checkpoint.findFirst({
      where: { publishJobId: rowId, ...where },
      orderBy: { number: 'desc' },
      select: {
        number: true,
        reference: true,
        expiresAt: true,
        platformUserId: true,
        objectEtag: true,
        revision: true,
      },
    })
    if (!row) return null
    const { reference, expiresAt, ...rest } = row
    const plain = JSON.parse(cipher.decrypt(reference, binding(rowId, row.number))) as CheckpointReference
    return { ...rest, expiresAtMs: expiresAt.getTime(), reference: plain }
  }

  return {
    latest: (rowId) => newest(rowId, { discardedAt: null }),
    find: (rowId, number) => newest(rowId, { number }),

    async nextNumber(rowId) {
      const { _max } = await prisma.checkpoint.aggregate({ where: { publishJobId: rowId }, _max: { number: true } })
      return (_max.number ?? 0) + 1
    },

    async save(rowId, { reference, expiresAtMs, ...rest }) {
      await prisma.checkpoint.create({
        data: {
          ...rest,
          publishJobId: rowId,
          expiresAt: new Date(expiresAtMs),
          reference: cipher.encrypt(JSON.stringify(reference), binding(rowId, rest.number)),
        },
        select: { id: true },
      })
    },

    async amend(rowId, number, added) {
      const stored = await newest(rowId, { number })
      if (!stored) return
      const reference = { ...stored.reference, ...added }
      await prisma.checkpoint.updateMany({
        where: { publishJobId: rowId, number },
        data: { reference: cipher.encrypt(JSON.stringify(reference), binding(rowId, number)) },
      })
    },

    async discard(rowId, number) {
      await prisma.checkpoint.updateMany({
        where: { publishJobId: rowId, number, discardedAt: null },
        data: { discardedAt: new Date(clock.nowMs()) },
      })
    },
  }
}

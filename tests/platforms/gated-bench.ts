import { createCallGate } from '../../src/database/limits/call-gate'
import { createPrisma } from '../../src/database/prisma'
import { PublishError, type Problem } from '../../src/domain/errors'
import type { CallGate } from '../../src/domain/ports/limits'
import type { PlatformsOptions } from '../../src/platforms/registry'
import { createTestDatabase } from '../support/database'
import { OPEN_METER } from '../support/open-limits'
import { openBench, type Bench } from './bench'

export interface GatedBench extends Bench {
  gate: CallGate
}

/** The adapters behind the gate of a database of their own; the sandbox's clock is everybody's. */
export async function openGatedBench(tiktok: Partial<PlatformsOptions['tiktok']> = {}): Promise<GatedBench> {
  const database = await createTestDatabase()
  const prisma = createPrisma(database.url)
  const clock = { nowMs: () => bench.nowMs() }
  const gate = createCallGate(prisma, clock, { rateLimitWaitMs: 60_000 })
  // Hundreds of calls at once take their time.
  const bench = await openBench(tiktok, { gate, meter: OPEN_METER, requestTimeoutMs: 60_000 })
  return {
    ...bench,
    gate,
    reset: async () => {
      await bench.reset()
      await prisma.callWindow.deleteMany()
      await prisma.platformCooldown.deleteMany()
    },
    stop: async () => {
      await bench.stop()
      await prisma.$disconnect()
      await database.drop()
    },
  }
}

/** How calls ended: well, refused by the gate before they were sent, or refused by the platform. */
export interface Ends {
  done: number
  heldBack: Problem[]
  refused: Problem[]
}

/** Makes all calls at once. @throws whatever is no PublishError */
export async function atOnce(calls: (() => Promise<unknown>)[]): Promise<Ends> {
  const ends: Ends = { done: 0, heldBack: [], refused: [] }
  await Promise.all(
    calls.map(async (call) => {
      try {
        await call()
        ends.done++
      } catch (error) {
        if (!(error instanceof PublishError)) throw error
        ends[error.neverSent ? 'heldBack' : 'refused'].push(error.problem)
      }
    }),
  )
  return ends
}

export const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

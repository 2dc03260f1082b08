import type { Clock } from '../domain/ports/clock'
import { affectedJobs, endConnections } from './ended-accounts'
import type { PrismaClient } from './prisma'
import { cancelStatements } from './publish-jobs/cancel'

/** What becomes of the live jobs of a connection that ends: `park` lets each wait for a reconnect once it needs the account. */
export type DependentJobs = 'cancel' | 'park'

/**
 * - `busy`: of these jobs a commit was sent, and nobody knows yet what became of it.
 * - `jobs-depend`: so many jobs are live, and what shall become of them was not said.
 * - `disconnected`: nobody uses the account any more; the runs of `cancelled` are to be told.
 * Only `disconnected` changes anything; said twice, it is done once.
 */
export type DisconnectResult =
  | { outcome: 'not-found' }
  | { outcome: 'busy'; jobIds: string[] }
  | { outcome: 'jobs-depend'; jobs: number }
  | { outcome: 'disconnected'; cancelled: string[] }

export type Disconnect = (connectionId: string, jobs: DependentJobs | undefined) => Promise<DisconnectResult>

/** Thrown inside the transaction so that nothing of a refused disconnect stays. */
class Refused extends Error {
  constructor(readonly result: DisconnectResult) {
    super(result.outcome)
  }
}

export const createDisconnect =
  (prisma: PrismaClient, clock: Clock): Disconnect =>
  async (connectionId, jobs) => {
    try {
      return await prisma.$transaction(async (tx) => {
        const of = { id: connectionId }
        await endConnections(tx, of, new Date(clock.nowMs()))
        const connection = await tx.platformConnection.findUnique({ where: of, select: { userId: true } })
        if (!connection) throw new Refused({ outcome: 'not-found' })
        const { live, committed } = await affectedJobs(tx, { connectionId })
        if (committed.length > 0) throw new Refused({ outcome: 'busy', jobIds: committed })
        if (live.length > 0 && !jobs) throw new Refused({ outcome: 'jobs-depend', jobs: live.length })
        if (jobs !== 'cancel') return { outcome: 'disconnected', cancelled: [] }
        for (const statement of cancelStatements(tx, clock, live)) await statement
        return { outcome: 'disconnected', cancelled: live }
      })
    } catch (error) {
      if (error instanceof Refused) return error.result
      throw error
    }
  }

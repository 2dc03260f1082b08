import type { PublisherWorld } from '../../support/publisher'
import type { CallWatch } from './call-watch'
import type { Evidence, Trial } from './trial'

/** Asks the rows, the oracle and the platforms' log what came of the trials. */
export async function gatherEvidence(world: PublisherWorld, watch: CallWatch, trials: Trial[]): Promise<Evidence[]> {
  const rows = await world.prisma.publishJob.findMany({
    where: { jobId: { in: trials.map(({ job }) => job.jobId) } },
    include: { attempts: { orderBy: { startedAt: 'asc' } }, post: true },
  })
  const posts = await world.posts()
  const requests = (await world.control('requests', undefined, 'GET')) as LoggedRequest[]

  return trials.map((trial) => {
    const { accountId, platform } = trial.account
    const row = rows.find(({ jobId }) => jobId === trial.job.jobId)
    if (!row) throw new Error(`the row of ${trial.job.jobId} is gone`)
    const own = <T extends { platform: string; accountId: string | null }>(list: T[]) =>
      list.filter((each) => each.platform === platform && each.accountId === accountId)
    return {
      trial,
      row,
      posts: own(posts),
      calls: watch.callsOf(accountId),
      struck: own(requests).some(({ operation, fault }) => operation === trial.plan.aim?.operation && fault !== null),
    }
  })
}

interface LoggedRequest {
  platform: string
  accountId: string | null
  operation: string
  fault: string | null
}

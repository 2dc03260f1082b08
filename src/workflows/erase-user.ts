import { CancellationScope, log, proxyActivities, setCurrentDetails } from '@temporalio/workflow'
import type { ErasureActivities } from '../activities/erasure'
import type { EraseUserInput } from './contract'

// Each is tried until it is done, however long what it needs is out of reach: a wait between two attempts costs no history.
const steps = {
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
} as const

const { stopJobs, eraseObjects, eraseRows } = proxyActivities<ErasureActivities>(steps)

// The owner of each connection goes on asking meanwhile.
const { endGrants } = proxyActivities<ErasureActivities>({
  ...steps,
  scheduleToCloseTimeout: '1 day',
  retry: { initialInterval: '1 second', maximumInterval: '10 minutes' },
})

const STEPS =
  'Ends the live jobs and waits for those that may be publishing (`stopJobs`), ends the grants at the platforms, for a day at ' +
  'most (`endGrants`), erases objects, then rows. The pending activity is the present step, tried until it is done; its last ' +
  'failure tells what it lacks. Cancel is not obeyed.'

/**
 * Erases a user with all that is theirs. The row says since when; nothing new begins for the user from then on. What was
 * begun is ended, so that a native cancel is not obeyed.
 */
export async function eraseUser({ userId }: EraseUserInput): Promise<void> {
  setCurrentDetails(STEPS)
  await CancellationScope.nonCancellable(async () => {
    await stopJobs({ userId })
    await endGrants({ userId }).catch((error: unknown) =>
      log.warn('a grant could not be ended at its platform; its tokens are erased all the same', { userId, error }),
    )
    await eraseObjects({ userId })
    await eraseRows({ userId })
  })
}

import { proxyActivities, setCurrentDetails } from '@temporalio/workflow'
import type { RenewalActivities } from '../activities/renewals'
import { PRIORITY } from '../domain/urgency'

const { renewDueTokens, endOpenGrants, forgetConsents } = proxyActivities<RenewalActivities>({
  // While a platform is down each of its accounts takes its owner minutes; the next round waits.
  startToCloseTimeout: '4 hours',
  heartbeatTimeout: '30 seconds',
  retry: { maximumAttempts: 3 },
  priority: { priorityKey: PRIORITY.housekeeping },
})

/** Tends the accounts that nobody is using: renews what ages, ends what could not be ended, forgets what nobody came back for. */
export async function renewConnections(): Promise<void> {
  setCurrentDetails('Forgets consents that nobody came back for.')
  await forgetConsents()
  setCurrentDetails('Ends the grants of disconnected accounts that their platforms have not taken back yet.')
  await endOpenGrants()
  setCurrentDetails('Has the tokens that age unused renewed by their owners, the runs `connection-…`.')
  await renewDueTokens()
}

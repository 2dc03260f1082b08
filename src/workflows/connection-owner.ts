import { allHandlersFinished, condition, proxyActivities, setHandler } from '@temporalio/workflow'
import type { TokenActivities } from '../activities/tokens'
import type { ConnectionOwnerInput } from './contract'
import { ensureFreshTokenUpdate } from './messages'

const IDLE_TIME = '1 minute'

// Google and Instagram take the same refresh again. TikTok's lost answer has taken the grant with it: the next attempt finds
// that out by a definite refusal, and the user has to reconnect.
const { refreshToken } = proxyActivities<TokenActivities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 5 },
})

/** The only one that refreshes a connection's token: callers that come while a refresh runs share its result. */
export async function connectionOwner({ connectionId }: ConnectionOwnerInput): Promise<void> {
  let served = 0
  let flight: Promise<void> | undefined

  setHandler(
    ensureFreshTokenUpdate,
    async ({ staleRevision }) => {
      flight ??= refreshToken({ connectionId, staleRevision }).finally(() => {
        flight = undefined
        served++
      })
      await flight
    },
    { description: 'Renews the token if its revision is still the stale one.' },
  )

  for (let seen = -1; seen !== served || flight !== undefined;) {
    seen = served
    await condition(() => served !== seen, IDLE_TIME)
  }
  await condition(allHandlersFinished)
}

import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { TokenActivities } from '../activities/tokens'
import type { WakingActivities } from '../activities/waking'
import type { ConnectionOwnerInput } from './contract'
import { endGrantUpdate, ensureFreshTokenUpdate, reconnectedSignal } from './messages'
import { takesNothing, takesRevision } from './update-input'

const IDLE_TIME = '1 minute'

// A step that has an answer in its hands beats until it is stored; a worker that died is noticed by its silence.
const alive = { startToCloseTimeout: '1 day', heartbeatTimeout: '20 seconds' } as const

// Google and Instagram take the same refresh again. Where TikTok's answer was lost the grant is lost with it: the next
// attempt finds that out by a definite refusal, and the user has to reconnect.
const { refreshToken } = proxyActivities<TokenActivities>({
  ...alive,
  summary: 'new tokens from the platform, stored before anybody uses them',
  retry: { initialInterval: '1 second', maximumAttempts: 5 },
})

const { endGrant } = proxyActivities<TokenActivities>({
  ...alive,
  summary: 'grant ended at the platform, tokens forgotten',
  // Given up for an hour at a time: `renewConnections` asks again.
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '1 second', maximumInterval: '5 minutes' },
})

const { wakeWaitingJobs } = proxyActivities<WakingActivities>({
  summary: 'jobs that wait for this account are told to go on',
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 5 },
})

interface Flight {
  staleRevision: number
  landed: Promise<void>
}

/**
 * The only one that uses a connection's refresh token. Callers that come while a renewal runs share its result; it ends
 * when nobody has asked for a while. A native cancel is not obeyed: a second owner beside a renewal that is still running
 * would use a refresh token up that the first one needs.
 */
export async function connectionOwner(input: ConnectionOwnerInput): Promise<void> {
  const asked = listen(input)
  await CancellationScope.nonCancellable(async () => {
    let seen: number
    do {
      await condition(allHandlersFinished)
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof connectionOwner>(input)
      seen = asked()
      setCurrentDetails('Idle: ends a minute after it was asked the last time. Whoever needs it starts it again.')
    } while (await condition(() => asked() !== seen, IDLE_TIME, { summary: 'ends unless it is asked again' }))
  })
}

/** @returns how often anything has been asked */
function listen({ connectionId }: ConnectionOwnerInput): () => number {
  let asked = 0
  let flight: Flight | undefined
  let ending: Promise<'revoked' | 'unsupported'> | undefined
  const inOwnScope = <T>(work: () => Promise<T>) => CancellationScope.nonCancellable(work)

  function takeOff(staleRevision: number): Flight {
    setCurrentDetails(`Renews the tokens after revision ${staleRevision}: see the pending activity \`refreshToken\`.`)
    const landed = inOwnScope(() => refreshToken({ connectionId, staleRevision })).finally(() => (flight = undefined))
    return { staleRevision, landed }
  }

  /** Until the running flight, if there is one, has ended however it does. */
  const landing = async () => flight?.landed.catch(() => {})

  setHandler(
    ensureFreshTokenUpdate,
    async ({ staleRevision }) => {
      asked++
      // A flight that left for an older pair brings the very one that this caller has found dead.
      while (flight && flight.staleRevision < staleRevision) await landing()
      flight ??= takeOff(staleRevision)
      await flight.landed
    },
    {
      description:
        'Renews the tokens of the account, if their revision is still the stale one. Sent by the steps of jobs, never needed ' +
        'by hand. Input: {"staleRevision": 3}. Callers at one time share one renewal.',
      validator: takesRevision,
    },
  )

  setHandler(
    endGrantUpdate,
    async () => {
      asked++
      // Its answer may be the only pair that can still be ended.
      await landing()
      setCurrentDetails('Ends the grant at the platform: see the pending activity `endGrant`.')
      ending ??= inOwnScope(() => endGrant({ connectionId })).finally(() => (ending = undefined))
      return ending
    },
    {
      description:
        'Ends the grant of a disconnected account at the platform, then erases its tokens; of one that is connected it ends ' +
        'nothing. No input. Answers `revoked`, or `unsupported` where the platform leaves it to its users.',
      validator: takesNothing,
    },
  )

  setHandler(
    reconnectedSignal,
    async () => {
      asked++
      await inOwnScope(() => wakeWaitingJobs({ connectionId })).catch((error: unknown) =>
        log.warn('the jobs that wait were not woken; the reconciler will', { error }),
      )
    },
    { description: 'The account was connected anew: wakes the jobs that wait for it.' },
  )

  return () => asked
}

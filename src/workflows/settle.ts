import { log } from '@temporalio/workflow'
import type { Problem } from '../domain/errors'
import type { RecordedPost } from '../activities/rows'
import { problemOf } from './problem-of'
import { rows } from './proxies'
import type { Round } from './round'
import { waitOrFail } from './wait-or-fail'

const MAX_DOUBLINGS = 5

/** The commit is sent anew after a pause, and not for ever. */
const NOT_TAKEN: Problem = {
  code: 'commit-not-taken',
  category: 'transient',
  message: 'The platform did not take the request that publishes, however often it was sent.',
  remedy:
    "Nothing was published. Look at the attempts of the job and at the platform's status page, then publish anew.",
}

/** Probes until there is a verdict. Without one the job stays unconfirmed and is probed again later, for as long as it takes. */
export async function settle(round: Round): Promise<void> {
  const { run, hands, news, board, pacing, steps, attempt } = round
  try {
    const found = await news.asking(() => steps.confirm(run))
    if (found.verdict === 'published') await record(round, found.post)
    if (found.verdict === 'handed-over') await rows.recordHandedOver(run)
    if (found.verdict === 'refused') await rows.recordRefusal({ ...run, problem: found.problem })
    if (found.verdict === 'not-published') await waitOrFail(round, found.problem ?? NOT_TAKEN, true)
  } catch (error) {
    const doublings = Math.min(attempt - 1, MAX_DOUBLINGS)
    const untilMs = Date.now() + pacing.unconfirmedIntervalMs * 2 ** doublings
    const why = problemOf(error)
    await rows.markUnconfirmed({ ...run, untilMs, reason: why.message })
    board.show('unconfirmed', { untilMs, why })
    await hands.idleUntil(untilMs)
  }
}

/** The post is in the database before anything else is asked about it; what follows never fails it. */
export async function record({ run, news, board, steps }: Round, post: RecordedPost): Promise<void> {
  await rows.recordPost({ ...run, post })
  board.show('published')
  if (post.complete ?? (post.platformPostId !== null && post.url !== undefined)) return
  await news
    .asking(() => steps.enrich({ ...run, post }))
    .catch((error: unknown) => log.warn('the post lacks its public id or its link', { error }))
}

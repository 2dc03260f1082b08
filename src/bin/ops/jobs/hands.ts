import type { FoundJob } from '../../../database/operations/job-search'
import { isCommitOpen } from '../../../database/publish-jobs/job-states'
import { EDITABLE_PHASES, isTerminal, UNFINISHED_PHASES, type JobPhase } from '../../../domain/job'
import type { HandAnswer, HandRefusal, JobHands, JobRuns, Resolution } from '../../../domain/ports/jobs'

/** What a row has decided, and how its run is told; null: there is no such job. */
export interface Decided {
  answer: HandAnswer | 'duplicate-publish'
  tell?(runs: JobRuns): Promise<void>
}

/** A change by hand, by the rules of the API. */
export interface Hand {
  verb: string
  done: string
  /** Of what filters find, only these are meant. */
  among: JobPhase[]
  /** What the row would refuse as it is now, and why; the row itself decides in the end. */
  refuses(job: FoundJob, nowMs: number): HandRefusal | null
  act(hands: JobHands, jobId: string): Promise<Decided | null>
}

const phaseOf = ({ phase }: FoundJob) => phase as JobPhase

export const CANCEL: Hand = {
  verb: 'Cancel',
  done: 'cancelled',
  among: UNFINISHED_PHASES,
  refuses(job) {
    if (job.phase === 'cancelled' || job.cancelRequestedAt) return null
    if (job.phase === 'unconfirmed') return 'unconfirmed'
    const mayBePublished = isCommitOpen(job) || (job.commitVerdict !== null && job.commitVerdict !== 'not-published')
    return isTerminal(phaseOf(job)) || mayBePublished ? 'too-late' : null
  },
  async act(hands, jobId) {
    const result = await hands.cancel(jobId)
    return result && { answer: result.answer, tell: (runs) => runs.notify(jobId, 'cancel') }
  },
}

export const PUBLISH_NOW: Hand = {
  verb: 'Publish now',
  done: 'begun',
  among: ['scheduled'],
  refuses(job) {
    if (EDITABLE_PHASES.includes(phaseOf(job)) && !job.cancelRequestedAt) return null
    return job.phase === 'unconfirmed' ? 'unconfirmed' : 'too-late'
  },
  async act(hands, jobId) {
    const result = await hands.reschedule(jobId, null)
    return result && { answer: result.answer, tell: (runs) => runs.notify(jobId, 'publishNow') }
  },
}

/** @param publishBefore in place of the jobs' own latest instants */
export const retryHand = (publishBefore: Date | undefined): Hand => ({
  verb: 'Retry',
  done: 'begun anew',
  among: ['failed'],
  refuses({ phase }) {
    if (phase === 'failed') return null
    return phase === 'unconfirmed' ? 'unconfirmed' : 'not-retryable'
  },
  async act(hands, jobId) {
    const result = await hands.retry(jobId, false, publishBefore)
    if (!result || !('run' in result)) return result
    const { answer, run } = result
    return { answer, tell: async (runs) => (run ? runs.start(run) : undefined) }
  },
})

export const resolveHand = (resolution: Resolution): Hand => ({
  verb: 'Settle',
  done: resolution.live ? 'settled: published' : 'settled: not published, and may be retried',
  among: ['unconfirmed'],
  refuses({ phase, commitDeadlineAt }, nowMs) {
    if (phase !== 'unconfirmed') return 'not-unconfirmed'
    return !resolution.live && commitDeadlineAt && commitDeadlineAt.getTime() > nowMs ? 'commit-in-flight' : null
  },
  async act(hands, jobId) {
    const result = await hands.resolve(jobId, resolution)
    return result && { answer: result.answer, tell: (runs) => runs.notify(jobId, 'resolveOutcome') }
  },
})

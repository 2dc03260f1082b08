import { isUsable, type Fingerprint } from '../domain/checkpoint'
import { isPast, publishBeforePassed } from '../domain/deadline'
import { PublishError, type Problem } from '../domain/errors'
import { isPlatformQuotaExceeded } from '../domain/platform-quota'
import type { JobRuns } from '../domain/ports/jobs'
import type { Account, PlatformPublisher } from '../domain/ports/platform'
import type { PublishBrief, RunId, StoredCheckpoint } from '../domain/ports/run'
import type { Accounts } from './accounts'
import { recorded } from './attempt'
import { beating } from './beat'
import type { PublishDependencies } from './dependencies'
import { createProgress } from './progress'
import { showingUpload } from './show-uploading'
import { imagesOf, pinSource, type PinnedSource } from './source'

export interface UploadDependencies extends PublishDependencies {
  runs: Pick<JobRuns, 'showUploading'>
}

interface Upload {
  run: RunId
  brief: PublishBrief
  publisher: PlatformPublisher
  pinned: PinnedSource
  signal: AbortSignal
}

/** Brings the platform to the brink of the commit. Safe to repeat: each attempt asks the platform how far it is first. */
export function createUploadActivities(deps: UploadDependencies, accounts: Accounts) {
  const { rows, runs, checkpoints, attempts, quota, gate, publishers, store, clock, pacing } = deps
  const image = imagesOf(store)

  /** Nothing towards a post begins once its latest instant has come. */
  function refuseLate({ publishBeforeMs }: PublishBrief): void {
    if (isPast(publishBeforeMs, clock.nowMs()))
      throw new PublishError(publishBeforePassed(publishBeforeMs, null), { neverSent: true })
  }

  async function perform<T>({ run, brief }: Upload, step: string, work: () => Promise<T>): Promise<T> {
    refuseLate(brief)
    return recorded(attempts, { rowId: brief.rowId, generation: run.generation, step }, work)
  }

  async function openTask(upload: Upload, account: Account, fingerprint: Fingerprint): Promise<StoredCheckpoint> {
    const { brief, publisher, pinned, signal } = upload
    // An account that may not be written to takes no place of the day from another.
    const { platformUserId } = account
    await gate.admit({ platform: brief.platform, platformUserId, operation: 'publish', effect: 'write', windows: [] })
    const sessionNumber = publisher.countsUploads ? await quota.reserve(brief.rowId) : null
    await perform(upload, 'preflight', () => publisher.preflight(account, brief.draft, brief.video, signal))
    const prepared = await spending(brief.rowId, sessionNumber, () =>
      perform(upload, 'prepare', () =>
        publisher.prepare({ account, draft: brief.draft, source: pinned.source, image, signal }),
      ),
    )
    const checkpoint = { ...fingerprint, ...prepared, number: await checkpoints.nextNumber(brief.rowId) }
    await checkpoints.save(brief.rowId, checkpoint)
    return checkpoint
  }

  /** Spends the held place right before the request that costs it. Whatever its answer, the place counts, unless it never left. */
  async function spending<T>(rowId: string, sessionNumber: number | null, send: () => Promise<T>): Promise<T> {
    if (sessionNumber === null) return send()
    const spentNumber = await quota.spend(rowId, sessionNumber)
    try {
      return await send()
    } catch (error) {
      if (error instanceof PublishError && error.neverSent) await quota.giveBack(rowId, spentNumber)
      if (isPlatformQuotaExceeded(error)) await quota.close()
      throw error
    }
  }

  async function usableTask(upload: Upload, account: Account): Promise<StoredCheckpoint> {
    const { brief, pinned } = upload
    const fingerprint = { platformUserId: account.platformUserId, objectEtag: pinned.etag, revision: brief.revision }
    const latest = await checkpoints.latest(brief.rowId)
    if (latest && isUsable(latest, fingerprint, clock.nowMs())) return latest
    if (latest) await checkpoints.discard(brief.rowId, latest.number)
    return openTask(upload, account, fingerprint)
  }

  async function transfer(upload: Upload, account: Account, report: (bytes: number) => void): Promise<void> {
    const { run, brief, publisher, pinned, signal } = upload
    const task = await usableTask(upload, account)
    await rows.enter(run, 'uploading')
    const { reference } = task
    const source = { account, draft: brief.draft, source: pinned.source, image, reference, signal }
    const tell = () => runs.showUploading(run.jobId)
    const result = await perform(upload, 'transfer', () =>
      showingUpload(tell, pacing.heartbeatTimeoutMs / 3, () => publisher.transfer(source, report)),
    )
    if (result.state !== 'gone') {
      if (result.reference) await checkpoints.amend(brief.rowId, task.number, result.reference)
      if (result.state === 'pending') throw stillProcessing()
      return
    }
    await checkpoints.discard(brief.rowId, task.number)
    throw givenUp(result.problem, task.number)
  }

  return {
    async upload(run: RunId): Promise<void> {
      const brief = await rows.brief(run)
      // A run that was put back in time opens no upload for a job that has gone on without it.
      if (!brief.isCurrent) return
      refuseLate(brief)
      const publisher = publishers[brief.platform]
      await beating(pacing.heartbeatTimeoutMs / 3, async (report, signal) => {
        const progress = createProgress(report, (bytes) => rows.progress(run, bytes))
        try {
          const pinned = await pinSource(store, brief)
          await accounts.call(brief, 'publish', (account) =>
            transfer({ run, brief, publisher, pinned, signal }, account, progress.report),
          )
        } finally {
          await progress.settled()
        }
      })
    },
  }
}

export type UploadActivities = ReturnType<typeof createUploadActivities>

/** Retried by the server at growing intervals: it costs no history and no slot. */
const stillProcessing = () =>
  new PublishError({
    code: 'platform-processing',
    category: 'transient',
    message: 'The platform is still fetching or processing the video.',
    remedy: 'Nothing needs to be done: it is asked again.',
  })

/** A platform that gives up one upload after the other will not take the next one either, and counts each. */
const MAX_TASKS = 10

const TASK_GONE: Problem = {
  code: 'upload-task-gone',
  category: 'transient',
  message: 'The platform no longer knows the upload.',
  remedy: 'A new upload is opened; look at the attempts of the job if that keeps happening.',
}

const givenUp = (problem: Problem = TASK_GONE, taskNumber: number) =>
  new PublishError(taskNumber < MAX_TASKS ? problem : { ...problem, category: 'media' })

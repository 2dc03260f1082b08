import { log } from '@temporalio/activity'
import { PublishError } from '../domain/errors'
import { archivePrefix, userPrefixes } from '../domain/object-keys'
import type { Erasures } from '../domain/ports/erasure'
import type { JobRuns } from '../domain/ports/jobs'
import type { ObjectStore } from '../domain/ports/storage'
import type { TokenOwner } from '../domain/ports/tokens'
import { beating } from './beat'
import { eachBeating } from './each-beating'

export interface ErasureDependencies {
  erasures: Erasures
  owner: TokenOwner
  runs: Pick<JobRuns, 'notify' | 'wake'>
  store: ObjectStore
}

interface OfUser {
  userId: string
}

/** Well within the heartbeat timeout of the workflow. */
const BEAT_MS = 5_000

/** The steps of a user's erasure. Each may be done again, and throws until it is done whole. */
export function createErasureActivities({ erasures, owner, runs, store }: ErasureDependencies) {
  return {
    /** @throws PublishError `jobs-at-work` while a step of a job may still use what is to be erased */
    async stopJobs({ userId }: OfUser): Promise<void> {
      const { atWork, ended } = await erasures.jobs(userId)
      await eachBeating(ended, (jobId) => runs.wake(jobId))
      await eachBeating(atWork, (jobId) => runs.notify(jobId, 'cancel'))
      const { atWork: left } = await erasures.jobs(userId)
      if (left.length > 0) throw jobsAtWork(left)
    },

    /** @throws PublishError `grants-open` while a platform has not been told */
    async endGrants({ userId }: OfUser): Promise<void> {
      await eachBeating(await erasures.heldGrants(userId), (connectionId) => owner.endGrant(connectionId))
      const left = await erasures.heldGrants(userId)
      if (left.length > 0) throw grantsOpen(left)
    },

    async eraseObjects({ userId }: OfUser): Promise<void> {
      const prefixes = userPrefixes(userId)
      const keys = await erasures.strayKeys(userId, prefixes)
      if (keys.length > 0) log.warn("objects outside of the user's prefixes stay: they may belong to others", { keys })
      await beating(BEAT_MS, async (_report, signal) => {
        for (const prefix of prefixes) await store.erase(prefix, signal)
      })
    },

    async eraseRows({ userId }: OfUser): Promise<void> {
      await beating(BEAT_MS, async (_report, signal) => {
        await erasures.finish(userId)
        // What was on its way into the archive when the objects went. Without its user nothing more is archived.
        await store.erase(archivePrefix(userId), signal)
      })
    },
  }
}

export type ErasureActivities = ReturnType<typeof createErasureActivities>

const jobsAtWork = (jobIds: string[]) =>
  new PublishError({
    code: 'jobs-at-work',
    category: 'transient',
    message: `Not stopped yet: ${jobIds.join(', ')}.`,
    remedy: 'Nothing needs to be done: they are waited for. If it stays so, look at their runs in the Temporal Web UI.',
  })

const grantsOpen = (connectionIds: string[]) =>
  new PublishError({
    code: 'grants-open',
    category: 'transient',
    message: `Their platforms have not taken the end of these connections yet: ${connectionIds.join(', ')}.`,
    remedy: 'Nothing needs to be done: it is tried for a day, then the tokens are erased all the same.',
  })

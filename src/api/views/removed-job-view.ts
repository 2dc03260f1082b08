import type { RemovedJobRow } from '../../database/jobs'
import { toIso } from './instants'

/** What is left of a job that retention has removed: the member `job` of `job-removed`. */
export const toRemovedJob = ({ createdAt, endedAt, removedAt, ...job }: RemovedJobRow) => ({
  ...job,
  createdAt: toIso(createdAt),
  endedAt: toIso(endedAt),
  removedAt: toIso(removedAt),
})

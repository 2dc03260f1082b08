import type { Violation } from '../../domain/errors'
import type { JobEdit } from '../../domain/ports/jobs'
import { ApiProblem } from '../problems'
import { checkImages } from './check-images'
import { checkInstants } from './check-instants'
import { missingJob } from './missing-job'
import { toFacts, type PlanDeps } from './plan-jobs'
import type { ReadDeps } from '../routes/read-publish-jobs'

/**
 * Judges an edit as the whole job that would come of it, by the rules of its platform.
 * @param anyKey whether the caller may name objects of other users
 * @throws ApiProblem `job-not-found`, `job-removed`
 */
export async function checkEdit(
  deps: ReadDeps & PlanDeps,
  jobId: string,
  edit: JobEdit,
  anyKey: boolean,
): Promise<Violation[]> {
  const { caption, hashtags, options } = edit
  const job = await deps.jobs.find(jobId)
  if (!job) throw await missingJob(deps.jobs, jobId)
  const late = checkInstants(edit, deps.clock.nowMs(), job)
  if (caption === undefined && !hashtags && !options) return late

  const video = await deps.videos.find(job.videoId)
  if (!video) throw new ApiProblem('job-not-found')
  const draft = {
    caption: caption ?? job.caption,
    hashtags: hashtags ?? job.hashtags,
    options: options ?? (job.options as Record<string, unknown>),
    title: video.title,
  }
  const rules = deps.rules[job.platform]
  const images = await checkImages(deps.objects, rules.images(draft.options), { userId: job.userId, anyKey })
  return [...late, ...rules.check(draft, toFacts(video)), ...images]
}

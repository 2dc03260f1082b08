import type { Violation } from '../../domain/errors'
import type { Caller } from '../../database/api-keys'
import { toFacts } from '../../database/video-facts'
import type { JobEdit } from '../../domain/ports/jobs'
import { ApiProblem } from '../problems'
import { checkImages } from './check-images'
import { checkInstants } from './check-instants'
import { missingJob } from './missing-job'
import type { PlanDeps } from './plan-jobs'
import type { ReadDeps } from '../routes/read-publish-jobs'

/**
 * Judges an edit as the whole job that would come of it, by the rules of its platform.
 * @throws ApiProblem `job-not-found`, `job-removed`
 */
export async function checkEdit(
  deps: ReadDeps & PlanDeps,
  jobId: string,
  edit: JobEdit,
  { scopes, reach }: Caller,
): Promise<Violation[]> {
  const { caption, hashtags, options } = edit
  const job = await deps.jobs.find(jobId, reach)
  if (!job) throw await missingJob(deps.jobs, jobId, reach)
  const late = checkInstants(edit, deps.clock.nowMs(), job)
  if (caption === undefined && !hashtags && !options) return late

  const video = await deps.videos.find(job.videoId, reach)
  if (!video) throw new ApiProblem('job-not-found')
  const draft = {
    caption: caption ?? job.caption,
    hashtags: hashtags ?? job.hashtags,
    options: options ?? (job.options as Record<string, unknown>),
    title: video.title,
  }
  const rules = deps.rules[job.platform]
  const images = await checkImages(deps.objects, rules.images(draft.options), {
    userId: job.userId,
    anyKey: scopes.includes('operate'),
  })
  return [...late, ...rules.check(draft, toFacts(video)), ...images]
}

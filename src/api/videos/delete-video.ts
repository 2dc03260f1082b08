import type { Logger } from 'pino'
import type { DeleteResult } from '../../database/delete-video'
import type { Reach } from '../../domain/reach'
import { ApiProblem } from '../problems'
import { bestEffort } from '../publish/best-effort'
import { abandonNow } from './abandon'
import type { VideoDeps } from './deps'

/** Deletes a video; what the store holds of its upload, the reconciler abandons where it cannot be reached now. @throws ApiProblem */
export async function deleteVideo(
  deps: VideoDeps,
  videoId: string,
  jobs: 'cancel' | undefined,
  { reach, log }: { reach: Reach; log: Logger },
): Promise<void> {
  const { cancelled, upload } = demandDeleted(await deps.deleteVideo(videoId, jobs, reach))
  await Promise.all(
    cancelled.map((jobId) => bestEffort(log, { jobId, act: 'cancel' }, () => deps.runs.notify(jobId, 'cancel'))),
  )
  if (upload) await abandonNow(deps, upload, log)
}

function demandDeleted(result: DeleteResult): Extract<DeleteResult, { outcome: 'deleted' }> {
  switch (result.outcome) {
    case 'deleted':
      return result
    case 'not-found':
      throw new ApiProblem('video-not-found')
    case 'busy':
      throw new ApiProblem('video-busy', { jobIds: result.jobIds })
    case 'jobs-depend':
      throw new ApiProblem('video-in-use', { jobs: result.jobs })
  }
}

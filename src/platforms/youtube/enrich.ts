import type { Problem, Warning } from '../../domain/errors'
import type { PostIdentity, PostReport, UploadTask } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import { attach } from './attachments'
import type { YouTubeClient } from './client'
import { readOptions } from './rules'
import { standingOf, STANDING_PARTS } from './standing'
import { reportOf } from './verdict'
import { visibilityOf } from './visibility'

/**
 * Reads a recorded video back until YouTube has settled it. What is wanted beside it is attached once it is processed:
 * until then YouTube takes no thumbnail for a Short.
 */
export async function enrichVideo(
  client: YouTubeClient,
  task: UploadTask,
  post: PostIdentity,
  nowMs: number,
): Promise<PostReport> {
  if (post.platformPostId === null) return { ...post, complete: true, warnings: [] }
  const parts = `${STANDING_PARTS},contentDetails`
  const [video] = await client.videos([post.platformPostId], parts, callContext(task, 'enrich'))
  // Just made, it may be missing from the list.
  if (!video) return { ...post, complete: false, warnings: [] }
  const standing = standingOf(video, nowMs)
  const report = reportOf(task, video, nowMs)
  if (standing.state === 'refused')
    return { ...report, complete: true, warnings: [rejectedAfterwards(standing.problem)] }
  if (standing.state === 'processing') return report
  const attached = await attach(client, task, video)
  const isDue = visibilityOf(video, readOptions(task.draft), nowMs).state === 'due'
  return { ...report, complete: !isDue, warnings: [...report.warnings, ...attached] }
}

const rejectedAfterwards = ({ message, remedy, platformCode }: Problem): Warning => ({
  code: 'rejected-after-publish',
  message: platformCode ? `${message} (${platformCode})` : message,
  remedy,
})

import type { PostReport, ProbeResult, UploadTask } from '../../domain/ports/platform'
import { type CallContext, callContext } from '../call-context'
import { referenceField } from '../references'
import { wantsAttachments } from './attachments'
import type { Video, YouTubeClient } from './client'
import { readOptions } from './rules'
import { uploadSession } from './session'
import { standingOf, STANDING_PARTS } from './standing'
import { visibilityOf } from './visibility'

/**
 * Asks the session, which repeats its final answer, and then the video. A session that YouTube has forgotten leaves the
 * channel's uploads: the video with this upload's marker among its tags is ours. Without one there is no verdict, since
 * the list lags.
 */
export async function probeUpload(client: YouTubeClient, task: UploadTask, nowMs: number): Promise<ProbeResult> {
  const context = callContext(task, 'probe')
  const current = await uploadSession(client).query(task, 'probe')
  switch (current.state) {
    case 'open':
      return current.keptBytes < task.source.sizeBytes
        ? { verdict: 'not-published' }
        : { verdict: 'processing', detail: 'YouTube has the whole video and is finishing the upload.' }
    case 'finished': {
      const [video] = await client.videos([current.video.id], STANDING_PARTS, context)
      // Just made, it may be missing from the list; the session's word is enough.
      return videoVerdict(task, video ?? current.video, nowMs)
    }
    case 'gone': {
      const marked = await findMarked(client, referenceField(task.reference, 'marker'), context)
      return marked
        ? videoVerdict(task, marked, nowMs)
        : {
            verdict: 'unknown',
            detail: "YouTube has forgotten the upload, and the video is not among the channel's newest.",
          }
    }
  }
}

async function findMarked(client: YouTubeClient, marker: string, context: CallContext): Promise<Video | undefined> {
  const ids = await client.recentUploads(context)
  if (ids.length === 0) return undefined
  const videos = await client.videos(ids, `snippet,${STANDING_PARTS}`, context)
  return videos.find((video) => video.snippet?.tags?.includes(marker))
}

/** A video is a post as soon as it exists; whether it will be watchable is worth some patience. */
function videoVerdict(task: UploadTask, video: Video, nowMs: number): ProbeResult {
  const standing = standingOf(video, nowMs)
  if (standing.state === 'refused') return { verdict: 'refused', problem: standing.problem }
  const post = reportOf(task, video, nowMs)
  if (standing.state === 'processed') return { verdict: 'published', post }
  return { verdict: 'published', post, awaiting: 'The video exists; YouTube is still processing it.' }
}

/** The post of a video that is not refused, without anything that is still to be attached to it. */
export function reportOf(task: UploadTask, video: Video, nowMs: number): PostReport {
  const options = readOptions(task.draft)
  const visibility = visibilityOf(video, options, nowMs)
  const isProcessed = standingOf(video, nowMs).state === 'processed'
  return {
    platformPostId: video.id,
    provisionalId: video.id,
    url: `https://www.youtube.com/watch?v=${encodeURIComponent(video.id)}`,
    ...(video.status?.privacyStatus && { visibility: video.status.privacyStatus }),
    complete: isProcessed && visibility.state !== 'due' && !wantsAttachments(options),
    warnings: visibility.state === 'differs' ? [visibility.warning] : [],
  }
}

import type { PostReport, ProbeResult, UploadTask } from '../../domain/ports/platform'
import { type CallContext, callContext } from '../call-context'
import { referenceField } from '../references'
import type { Video, YouTubeClient } from './client'
import { youtubeErrors } from './errors'
import { uploadSession } from './session'

/** A video is a post as soon as it exists; YouTube may go on processing it. */
export const postOf = (video: Video): PostReport => ({
  complete: true,
  warnings: [],
  platformPostId: video.id,
  provisionalId: video.id,
  url: `https://www.youtube.com/watch?v=${encodeURIComponent(video.id)}`,
  ...(video.status?.privacyStatus && { visibility: video.status.privacyStatus }),
})

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
      const [video] = await client.videos([current.video.id], 'status', context)
      // Just made, it may be missing from the list; the session's word is enough.
      return videoVerdict(video ?? current.video, nowMs)
    }
    case 'gone': {
      const marked = await findMarked(client, referenceField(task.reference, 'marker'), context)
      return marked
        ? videoVerdict(marked, nowMs)
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
  const videos = await client.videos(ids, 'snippet,status', context)
  return videos.find((video) => video.snippet?.tags?.includes(marker))
}

function videoVerdict(video: Video, nowMs: number): ProbeResult {
  const { uploadStatus, failureReason, rejectionReason } = video.status ?? {}
  if (uploadStatus !== 'failed' && uploadStatus !== 'rejected') return { verdict: 'published', post: postOf(video) }
  const code = uploadStatus === 'failed' ? failureReason : rejectionReason
  return { verdict: 'refused', problem: youtubeErrors.problem('verdict', { status: null, code }, nowMs) }
}

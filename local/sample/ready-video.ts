import { setTimeout as sleep } from 'node:timers/promises'
import { LocalFailure } from '../failure'
import type { StackInfo } from '../stack/info'
import { callApi } from './api-client'
import { uploadVideo, type VideoFile } from './upload'

const POLL_INTERVAL_MS = 500

/** Uploads a video and waits until it was inspected. @throws LocalFailure where it may not be published */
export async function readyVideo(stack: StackInfo, userId: string, file: VideoFile, signal: AbortSignal) {
  let video = await uploadVideo(stack, userId, file)
  while (video.status === 'PROCESSING') {
    await sleep(POLL_INTERVAL_MS, undefined, { signal })
    video = await callApi<typeof video>(stack, 'GET', `/v1/videos/${video.id}`)
  }
  if (video.status === 'READY') return video
  throw new LocalFailure(`${file.title} may not be published: ${video.faults.map(({ message }) => message).join(' ')}`)
}

import type { StackInfo } from '../stack/info'
import { transferProgress } from '../terminal'
import { callApi } from './api-client'

export interface VideoFile {
  /** How people call it: "Sample video". */
  title: string
  content: Buffer
}

interface NewVideo {
  id: string
  upload: { parts: { number: number; url: string; sizeBytes: number }[] }
}

interface Video {
  id: string
  status: 'PROCESSING' | 'READY' | 'FAILED'
  faults: { message: string }[]
}

/**
 * Uploads a video as any caller would: its parts go straight to the bucket. Of a file with more than 100 parts the answer
 * names the first; `POST /v1/videos/{id}/upload-parts` tells the others.
 */
export async function uploadVideo(stack: StackInfo, userId: string, { title, content }: VideoFile): Promise<Video> {
  const description = { userId, title, sizeBytes: content.length, contentType: 'video/mp4' }
  const { id, upload } = await callApi<NewVideo>(stack, 'POST', '/v1/videos', description)
  const progress = transferProgress(`${title} to R2`, content.length)
  const parts: { number: number; etag: string }[] = []
  let sentBytes = 0
  for (const { number, url, sizeBytes } of upload.parts) {
    const body = new Uint8Array(content.subarray(sentBytes, sentBytes + sizeBytes))
    const answer = await fetch(url, { method: 'PUT', body })
    if (!answer.ok) throw new Error(`The bucket refused part ${number} (${answer.status})`)
    parts.push({ number, etag: String(answer.headers.get('etag')) })
    progress((sentBytes += sizeBytes))
  }
  return callApi<Video>(stack, 'POST', `/v1/videos/${id}/complete`, { parts })
}

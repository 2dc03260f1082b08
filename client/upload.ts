import { openAsBlob } from 'node:fs'
import type { Client } from 'openapi-fetch'
import { toError } from './problem'
import type { components, paths } from './schema'

export type Video = components['schemas']['Video']
export type VideoUpload = Omit<components['schemas']['VideoUpload'], 'sizeBytes'>

/** As many addresses are asked for at once. */
const ADDRESSES = 100

interface Upload {
  api: Client<paths>
  /** Sends a part again where it was lost. */
  send: (request: Request) => Promise<Response>
  signal?: AbortSignal
}

/**
 * Brings a file straight into the bucket, part by part, and completes the video.
 * @param file its path, or what holds it
 * @param header of the request that makes the video
 * @throws PublisherError by the API, or with the bucket's status
 */
export async function uploadVideo(
  { api, send, signal }: Upload,
  file: string | Blob,
  about: VideoUpload,
  header: Record<string, string>,
): Promise<Video> {
  const blob = typeof file === 'string' ? await openAsBlob(file) : file
  const body = { ...about, sizeBytes: blob.size }
  const { data: video } = await api.POST('/v1/videos', { body, params: { header }, signal })
  if (!video?.upload) throw new TypeError('The API has told no upload')
  const { partCount, partSizeBytes, parts: told } = video.upload
  const path = { id: video.id }
  const addresses = new Map(told.map(({ number, url }) => [number, url]))

  async function askFrom(number: number): Promise<string> {
    const count = Math.min(ADDRESSES, partCount - number + 1)
    const { data } = await api.POST('/v1/videos/{id}/upload-parts', {
      params: { path },
      body: { from: number, count },
      signal,
    })
    for (const { number: part, url } of data?.parts ?? []) addresses.set(part, url)
    return addresses.get(number) ?? ''
  }
  const put = (url: string, part: Blob) => send(new Request(url, { method: 'PUT', body: part, signal }))

  const parts: { number: number; etag: string }[] = []
  for (let number = 1; number <= partCount; number++) {
    const part = blob.slice((number - 1) * partSizeBytes, number * partSizeBytes)
    const first = await put(addresses.get(number) ?? (await askFrom(number)), part)
    // An address that has ended is refused; a new one may be asked for as long as the upload lasts.
    const answer = first.status === 403 ? await put(await askFrom(number), part) : first
    if (!answer.ok) throw await toError(answer)
    parts.push({ number, etag: answer.headers.get('etag') ?? '' })
  }
  const { data } = await api.POST('/v1/videos/{id}/complete', { params: { path }, body: { parts }, signal })
  if (!data) throw new TypeError('The API has answered nothing')
  return data
}

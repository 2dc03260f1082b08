import type { z } from 'zod'
import type { ProblemDetails } from '../../src/api/problems'
import type { VideoView } from '../../src/api/schemas/video'
import type { newVideo } from '../../src/api/schemas/video-upload'
import type { Answer, Send, TestApi } from './api'

export type NewVideo = z.output<typeof newVideo>

/** Of a problem, what is looked at. */
export type Faults = Pick<ProblemDetails, 'code' | 'errors'>

/** Of the file that is uploaded unless a test says otherwise. */
export const SIZE_BYTES = 3_000

/** What a service says to upload a video of a user. */
export interface VideoCalls {
  // What shape of answer is expected is for the caller to say.
  create<Body = NewVideo>(body?: object, options?: Send): Promise<Answer<Body>>
  complete(id: string, parts: object[]): Promise<Answer<VideoView & Faults>>
  /** A video whose object has arrived and was completed. */
  uploaded(body?: object): Promise<VideoView>
}

export function videoCalls(api: TestApi, userId: string): VideoCalls {
  const file = { title: 'Bedtime', sizeBytes: SIZE_BYTES, contentType: 'video/mp4' }
  const create = <Body = NewVideo>(body: object = {}, options: Send = {}) =>
    api.send<Body>('POST', '/v1/videos', { body: { userId, ...file, ...body }, ...options })
  const complete = (id: string, parts: object[]) =>
    api.send<VideoView & Faults>('POST', `/v1/videos/${id}/complete`, { body: { parts } })
  return {
    create,
    complete,
    async uploaded(body) {
      const { id, upload } = (await create(body)).body
      return (await complete(id, [{ number: 1, etag: await putPart(upload?.parts[0]?.url) }])).body
    },
  }
}

/** @returns the part's ETag; empty where the store refused it */
export async function putPart(url = '', sizeBytes = SIZE_BYTES): Promise<string> {
  return (await fetch(url, { method: 'PUT', body: new Uint8Array(sizeBytes) })).headers.get('etag') ?? ''
}

/** Codes by where they are. */
export const faultsOf = ({ errors = [] }: Faults) =>
  errors.map((error) => [error.code, 'pointer' in error ? error.pointer : error.parameter])

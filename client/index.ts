import { randomUUID } from 'node:crypto'
import createClient from 'openapi-fetch'
import type { Middleware } from 'openapi-fetch'
import { follow } from './follow'
import type { JobEvent } from './follow'
import { toError } from './problem'
import { retryingFetch } from './retry'
import type { RetrySettings } from './retry'
import { KEYED_ROUTES } from './schema'
import type { components, paths } from './schema'
import { uploadVideo } from './upload'
import type { Video, VideoUpload } from './upload'

export { PublisherError } from './problem'
export type { FieldError } from './problem'
export type { JobEvent, JobProgress, JobState } from './follow'
export type { components, paths } from './schema'
export type { Video, VideoUpload } from './upload'

export type PublishRequest = components['schemas']['PublishRequest']
export type PublishJob = components['schemas']['PublishJob']
export type JobReceipt = components['schemas']['JobReceipt']

export interface PublisherSettings extends Partial<RetrySettings> {
  /** Such as `https://publisher.example`. */
  baseUrl: string
  apiKey: string
  /** In place of the platform's own. */
  fetch?: typeof fetch
}

export interface CallOptions {
  /** Default: a new one for each call, the same for every time that the call is sent. */
  idempotencyKey?: string
  signal?: AbortSignal
}

const DEFAULTS: RetrySettings = { attempts: 5, backoffMs: 200, maxBackoffMs: 5_000 }

const RECONNECT_MS = 1_000

/** A caller of the API. Whatever it refuses is thrown as a `PublisherError`. */
export function createPublisher({ baseUrl, apiKey, fetch: send = fetch, ...retries }: PublisherSettings) {
  const retrying = retryingFetch(send, { ...DEFAULTS, ...retries })
  /** Every route of the document, typed. */
  const api = createClient<paths>({
    baseUrl,
    headers: { authorization: `Bearer ${apiKey}` },
    fetch: retrying,
  })
  api.use(keyed, refused)

  /** Publishes a video: one job for each target. Sent again after a lost answer, it still makes each job once. */
  async function publish(body: PublishRequest, { idempotencyKey, signal }: CallOptions = {}): Promise<JobReceipt[]> {
    const params = { header: keyHeader(idempotencyKey) }
    const { data } = await api.POST('/v1/publish-jobs', { body, params, signal })
    if (!data || !('jobs' in data)) throw new TypeError('A dry run makes no jobs: call api.POST for it')
    return data.jobs
  }

  /** Uploads a file (its path, or a Blob) straight into the bucket; the video is then inspected, and READY or FAILED. */
  const upload = (
    file: string | Blob,
    about: VideoUpload,
    { idempotencyKey, signal }: CallOptions = {},
  ): Promise<Video> => uploadVideo({ api, send: retrying, signal }, file, about, keyHeader(idempotencyKey))

  async function getJob(jobId: string, signal?: AbortSignal): Promise<PublishJob> {
    const { data } = await api.GET('/v1/publish-jobs/{jobId}', { params: { path: { jobId } }, signal })
    if (!data) throw new TypeError('The API has answered nothing')
    return data
  }

  /** What becomes of a job, until it has ended. A broken stream goes on where it was. */
  const followJob = (jobId: string, signal?: AbortSignal): AsyncGenerator<JobEvent> =>
    follow(
      async (lastEventId) => {
        const header = lastEventId === null ? {} : { 'Last-Event-Id': lastEventId }
        const params = { path: { jobId }, header }
        const { response } = await api.GET('/v1/publish-jobs/{jobId}/events', { params, parseAs: 'stream', signal })
        return response
      },
      RECONNECT_MS,
      signal,
    )

  /** The job once it is published, has failed or was cancelled: look at its `phase`. */
  async function waitForEnd(jobId: string, signal?: AbortSignal): Promise<PublishJob> {
    for await (const event of followJob(jobId, signal)) void event
    return getJob(jobId, signal)
  }

  return { api, publish, uploadVideo: upload, getJob, followJob, waitForEnd }
}

export type Publisher = ReturnType<typeof createPublisher>

const keyHeader = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { 'Idempotency-Key': key }

/** Gives each call of a route that takes a key one of its own, before it is sent for the first time. */
const keyed: Middleware = {
  onRequest({ request, schemaPath }) {
    const takesKey = KEYED_ROUTES.some((route) => route === `${request.method} ${schemaPath}`)
    if (takesKey && !request.headers.has('idempotency-key')) request.headers.set('idempotency-key', randomUUID())
    return request
  },
}

const refused: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await toError(response)
    return undefined
  },
}

import type { z } from 'zod'
import type { Clock } from '../../domain/ports/clock'
import type { CallGate } from '../../domain/ports/limits'
import type { Account } from '../../domain/ports/platform'
import type { CallContext } from '../call-context'
import { type HttpRequest, send, type Upload } from '../http'
import * as answers from './answers'
import { instagramErrors } from './errors'

export interface InstagramSettings {
  apiUrl: string
  /** The Graph API's host for accounts of Facebook Login. */
  facebookUrl: string
  /** Takes the bytes of their resumable uploads. */
  uploadUrl: string
  /** `v25.0` */
  apiVersion: string
  clock: Clock
  gate: CallGate
  requestTimeoutMs: number
  /** For the bytes of a video, and for `media_publish`, which has been seen to take long. */
  sendTimeoutMs: number
}

type Request = Omit<HttpRequest, 'signal' | 'irreversible'>

export type InstagramClient = ReturnType<typeof instagramClient>

/** The Graph API on both its hosts: the account's login decides. Everything that is not a good answer is thrown by the table. */
export function instagramClient(settings: InstagramSettings) {
  const { apiVersion, requestTimeoutMs, sendTimeoutMs } = settings

  async function call<T>(request: Request, answer: z.ZodType<T>, { phase, signal }: Omit<CallContext, 'account'>) {
    const result = await send({ ...request, signal, irreversible: phase === 'commit' })
    const parsed = result.answered && result.status === 200 ? answer.safeParse(result.json).data : undefined
    if (parsed === undefined) throw instagramErrors.error(phase, result, settings.clock.nowMs())
    return parsed
  }

  const graphUrl = ({ login }: Account, path: string) =>
    `${login === 'facebook' ? settings.facebookUrl : settings.apiUrl}/${apiVersion}/${path}`
  const bearer = ({ accessToken }: Account) => ({ authorization: `Bearer ${accessToken}` })

  function get<T>(path: string, answer: z.ZodType<T>, context: CallContext): Promise<T> {
    const { account } = context
    const request = { url: graphUrl(account, path), headers: bearer(account), timeoutMs: requestTimeoutMs }
    return call({ method: 'GET', ...request }, answer, context)
  }

  async function post(path: string, form: Record<string, string>, context: CallContext, timeoutMs: number) {
    const { account } = context
    const headers = { ...bearer(account), 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(form).toString()
    const request: Request = { method: 'POST', url: graphUrl(account, path), headers, body, timeoutMs }
    return (await call(request, answers.id, context)).id
  }

  const own = ({ account }: CallContext) => encodeURIComponent(account.platformUserId)

  return {
    /** Posts of the last 24 hours and the account's own limit, which differs between accounts. */
    publishingLimit: async (context: CallContext): Promise<{ used: number; total: number }> => {
      const path = `${own(context)}/content_publishing_limit?fields=quota_usage,config`
      const [{ quota_usage, config }] = (await get(path, answers.publishingLimit, context)).data
      return { used: quota_usage, total: config.quota_total }
    },

    /** @returns its id */
    createContainer: (form: Record<string, string>, context: CallContext): Promise<string> =>
      post(`${own(context)}/media`, form, context, requestTimeoutMs),

    container: (containerId: string, context: CallContext): Promise<answers.Container> => {
      const fields = context.account.login === 'facebook' ? 'status_code,status,video_status' : 'status_code,status'
      return get(`${encodeURIComponent(containerId)}?fields=${fields}`, answers.container, context)
    },

    /** The rest of the file, from `offset` on: the host takes it in one request. */
    upload: async (containerId: string, rest: Upload, offset: number, context: CallContext): Promise<void> => {
      const headers = {
        authorization: `OAuth ${context.account.accessToken}`,
        'content-type': 'application/octet-stream',
        offset: String(offset),
        file_size: String(offset + rest.sizeBytes),
      }
      const url = `${settings.uploadUrl}/ig-api-upload/${apiVersion}/${encodeURIComponent(containerId)}`
      await call({ method: 'POST', url, headers, body: rest, timeoutMs: sendTimeoutMs }, answers.uploaded, context)
    },

    /** The point of no return. @returns the media id */
    publish: (containerId: string, context: CallContext): Promise<string> =>
      post(`${own(context)}/media_publish`, { creation_id: containerId }, context, sendTimeoutMs),

    /** The newest posts of the account. */
    recentMedia: async (context: CallContext): Promise<answers.ListedMedia[]> => {
      const fields = 'id,caption,timestamp,media_product_type,permalink'
      return (await get(`${own(context)}/media?fields=${fields}&limit=100`, answers.mediaList, context)).data
    },

    permalink: async (mediaId: string, context: CallContext): Promise<string> =>
      (await get(`${encodeURIComponent(mediaId)}?fields=permalink`, answers.permalink, context)).permalink,
  }
}

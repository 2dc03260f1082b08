import { z } from 'zod'
import type { Clock } from '../../domain/ports/clock'
import type { TokenGrant } from '../../domain/ports/platform'
import type { CallContext } from '../call-context'
import type { Phase } from '../error-table'
import { type HttpRequest, type HttpResult, send } from '../http'
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
  requestTimeoutMs: number
  /** For `media_publish`, which has been seen to take long. */
  sendTimeoutMs: number
}

const id = z.object({ id: z.coerce.string().min(1) })
const container = z.object({ status_code: z.string(), status: z.string().optional() })
const permalink = z.object({ permalink: z.url() })
const limit = z.object({
  data: z.tuple([z.object({ quota_usage: z.number(), config: z.object({ quota_total: z.number() }) })]),
})
const mediaList = z.object({
  data: z.array(
    z.object({
      id: z.coerce.string(),
      caption: z.string().optional(),
      timestamp: z.string(),
      media_product_type: z.string().optional(),
    }),
  ),
})
const longLivedToken = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() })

export type Container = z.output<typeof container>
export type ListedMedia = z.output<typeof mediaList>['data'][number]

/** The Instagram API with Instagram Login. Everything that is not a good answer is thrown by the table. */
export function instagramClient(settings: InstagramSettings) {
  const failure = (phase: Phase, result: HttpResult) => instagramErrors.error(phase, result, settings.clock.nowMs())

  async function call<T>(
    request: Pick<HttpRequest, 'method' | 'body'> & { path: string; timeoutMs?: number },
    answer: z.ZodType<T>,
    context: CallContext,
  ): Promise<T> {
    const result = await send({
      method: request.method,
      url: `${settings.apiUrl}/${settings.apiVersion}/${request.path}`,
      headers: {
        authorization: `Bearer ${context.account.accessToken}`,
        ...(request.body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(request.body !== undefined && { body: request.body }),
      timeoutMs: request.timeoutMs ?? settings.requestTimeoutMs,
      signal: context.signal,
      irreversible: context.phase === 'commit',
    })
    const parsed = result.answered && result.status === 200 ? answer.safeParse(result.json).data : undefined
    if (parsed === undefined) throw failure(context.phase, result)
    return parsed
  }

  const get = <T>(path: string, answer: z.ZodType<T>, context: CallContext) =>
    call({ method: 'GET', path }, answer, context)
  const post = <T>(
    path: string,
    form: Record<string, string>,
    answer: z.ZodType<T>,
    context: CallContext,
    timeoutMs?: number,
  ) =>
    call(
      { method: 'POST', path, body: new URLSearchParams(form).toString(), ...(timeoutMs && { timeoutMs }) },
      answer,
      context,
    )
  const own = (context: CallContext) => encodeURIComponent(context.account.platformUserId)

  return {
    /** Posts of the last 24 hours and the account's own limit, which differs between accounts. */
    publishingLimit: async (context: CallContext): Promise<{ used: number; total: number }> => {
      const { data } = await get(`${own(context)}/content_publishing_limit?fields=quota_usage,config`, limit, context)
      const [{ quota_usage, config }] = data
      return { used: quota_usage, total: config.quota_total }
    },

    createContainer: async (form: Record<string, string>, context: CallContext): Promise<string> =>
      (await post(`${own(context)}/media`, form, id, context)).id,

    container: (containerId: string, context: CallContext): Promise<Container> =>
      get(`${encodeURIComponent(containerId)}?fields=status_code,status`, container, context),

    /** The point of no return. */
    publish: async (containerId: string, context: CallContext): Promise<string> =>
      (await post(`${own(context)}/media_publish`, { creation_id: containerId }, id, context, settings.sendTimeoutMs))
        .id,

    /** The newest posts of the account. */
    recentMedia: async (context: CallContext): Promise<ListedMedia[]> =>
      (await get(`${own(context)}/media?fields=id,caption,timestamp,media_product_type&limit=50`, mediaList, context))
        .data,

    permalink: async (mediaId: string, context: CallContext): Promise<string> =>
      (await get(`${encodeURIComponent(mediaId)}?fields=permalink`, permalink, context)).permalink,

    /** The token extends itself. Its endpoint takes it in the query only; the URL is never logged or told. */
    refresh: async (accessToken: string): Promise<TokenGrant> => {
      const query = new URLSearchParams({ grant_type: 'ig_refresh_token', access_token: accessToken })
      const result = await send({
        method: 'GET',
        url: `${settings.apiUrl}/refresh_access_token?${query.toString()}`,
        timeoutMs: settings.requestTimeoutMs,
        signal: new AbortController().signal,
      })
      const token = result.answered && result.status === 200 ? longLivedToken.safeParse(result.json).data : undefined
      if (!token) throw failure('refresh', result)
      return { accessToken: token.access_token, expiresInSeconds: token.expires_in }
    },
  }
}

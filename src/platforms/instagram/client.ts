import type { z } from 'zod'
import type { Account } from '../../domain/ports/platform'
import type { CallContext } from '../call-context'
import type { Upload } from '../http'
import * as answers from './answers'
import { type InstagramCall, instagramCalls, type InstagramSettings } from './calls'
import { failureOf } from './container'
import { capReached } from './errors'
import type { InstagramOperation } from './windows'

export type InstagramClient = ReturnType<typeof instagramClient>

/** The Graph API on both its hosts: the account's login decides. */
export function instagramClient(settings: InstagramSettings) {
  const { apiVersion, clock, requestTimeoutMs, sendTimeoutMs } = settings
  const call = instagramCalls(settings)

  const graphUrl = ({ login }: Account, path: string) =>
    `${login === 'facebook' ? settings.facebookUrl : settings.apiUrl}/${apiVersion}/${path}`
  const bearer = ({ accessToken }: Account) => ({ authorization: `Bearer ${accessToken}` })

  function get<T>(
    request: { operation: InstagramOperation; path: string } & Pick<InstagramCall<T>, 'refusal' | 'told'>,
    answer: z.ZodType<T>,
    context: CallContext,
  ): Promise<T> {
    const { path, ...rest } = request
    const { account } = context
    const to = { method: 'GET' as const, url: graphUrl(account, path), headers: bearer(account) }
    return call({ ...rest, ...to, timeoutMs: requestTimeoutMs, answer }, context)
  }

  async function post(
    request: { path: string; form: Record<string, string> } & Pick<
      InstagramCall<{ id: string }>,
      'operation' | 'timeoutMs' | 'beforeSending'
    >,
    context: CallContext,
  ): Promise<string> {
    const { path, form, ...rest } = request
    const { account } = context
    const headers = { ...bearer(account), 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(form).toString()
    const to = { method: 'POST' as const, url: graphUrl(account, path), headers, body }
    return (await call({ ...rest, ...to, answer: answers.id }, context)).id
  }

  const own = ({ account }: CallContext) => encodeURIComponent(account.platformUserId)

  return {
    /**
     * Asks how many posts of the last 24 hours Instagram has counted, of whatever app, and how many it lets the account make.
     * @throws PublishError `publishing-cap` where none is left
     */
    requireRoom: async (context: CallContext): Promise<void> => {
      const path = `${own(context)}/content_publishing_limit?fields=quota_usage,config`
      const refusal = ({ data: [{ quota_usage: used, config }] }: answers.PublishingLimit) =>
        used < config.quota_total ? undefined : capReached(clock.nowMs())
      await get({ operation: 'publishing_limit.get', path, refusal }, answers.publishingLimit, context)
    },

    /** @returns its id */
    createContainer: (form: Record<string, string>, context: CallContext): Promise<string> =>
      post({ operation: 'media.create', path: `${own(context)}/media`, form, timeoutMs: requestTimeoutMs }, context),

    container: (containerId: string, context: CallContext): Promise<answers.Container> => {
      const fields = context.account.login === 'facebook' ? 'status_code,status,video_status' : 'status_code,status'
      const path = `${encodeURIComponent(containerId)}?fields=${fields}`
      const told = (container: answers.Container) =>
        container.status_code === 'ERROR' ? failureOf(container, 'verdict', clock.nowMs()) : undefined
      return get({ operation: 'container.get', path, told }, answers.container, context)
    },

    /** The rest of the file, from `offset` on: the host takes it in one request. */
    upload: async (
      containerId: string,
      rest: { offset: number; totalBytes: number; open: () => Promise<Upload> },
      context: CallContext,
    ): Promise<void> => {
      const headers = {
        authorization: `OAuth ${context.account.accessToken}`,
        'content-type': 'application/octet-stream',
        offset: String(rest.offset),
        file_size: String(rest.totalBytes),
      }
      const url = `${settings.uploadUrl}/ig-api-upload/${apiVersion}/${encodeURIComponent(containerId)}`
      const request = { operation: 'rupload.post', method: 'POST', url, headers, body: rest.open } as const
      await call({ ...request, timeoutMs: sendTimeoutMs, answer: answers.uploaded }, context)
    },

    /** The point of no return. @returns the media id */
    publish: (containerId: string, context: CallContext, beforeSending: () => void): Promise<string> => {
      const path = `${own(context)}/media_publish`
      const form = { creation_id: containerId }
      return post({ operation: 'media.publish', path, form, timeoutMs: sendTimeoutMs, beforeSending }, context)
    },

    /** The newest posts of the account. */
    recentMedia: async (context: CallContext): Promise<answers.ListedMedia[]> => {
      const fields = 'id,caption,timestamp,media_product_type,permalink'
      const path = `${own(context)}/media?fields=${fields}&limit=100`
      return (await get({ operation: 'media.list', path }, answers.mediaList, context)).data
    },

    /** What is told of a Reel by metric; a name that Instagram does not have fails the whole call. */
    insights: async (mediaId: string, metrics: readonly string[], context: CallContext) => {
      const path = `${encodeURIComponent(mediaId)}/insights?metric=${metrics.join()}`
      const { data } = await get({ operation: 'media.insights', path }, answers.insights, context)
      const told = data.map((item) => answers.insight.safeParse(item).data)
      return new Map(
        told.flatMap((one) => (one ? [[one.name, (one.values?.[0] ?? one.total_value)?.value ?? null]] : [])),
      )
    },

    /** The counters that every account's media have, without any insights. */
    mediaCounters: (mediaId: string, context: CallContext): Promise<answers.CountedMedia> => {
      const path = `${encodeURIComponent(mediaId)}?fields=like_count,comments_count`
      return get({ operation: 'media.get', path }, answers.countedMedia, context)
    },

    permalink: async (mediaId: string, context: CallContext): Promise<string> => {
      const path = `${encodeURIComponent(mediaId)}?fields=permalink`
      return (await get({ operation: 'media.get', path }, answers.permalink, context)).permalink
    },
  }
}

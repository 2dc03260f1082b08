import { createHmac } from 'node:crypto'
import type { CheckpointReference } from '../../src/domain/ports/platform'
import { createCreator, TIKTOK_APP, type Send, type TestApi } from './api'

export const MINUTE_MS = 60_000

interface Signing {
  atMs?: number
  secret?: string
}

/** The platforms' side of a webhook, and what their events are about. `api` is asked for when it is needed. */
export function webhookSender(api: () => TestApi) {
  /** A creator who has connected an account on each platform an hour ago. */
  async function creator() {
    const { userId, videoId } = await createCreator(api().prisma)
    const connectedAt = new Date(api().clock.nowMs() - 60 * MINUTE_MS)
    await api().prisma.platformConnection.updateMany({ where: { userId }, data: { connectedAt } })
    const connection = (platform: 'TIKTOK' | 'INSTAGRAM') =>
      api().prisma.platformConnection.findUniqueOrThrow({ where: { userId_platform: { userId, platform } } })
    return { userId, videoId, connection, openId: `TIKTOK-${userId}`, instagramId: `INSTAGRAM-${userId}` }
  }

  const secondsAt = (atMs = api().clock.nowMs()) => Math.floor(atMs / 1_000)

  const eventBody = (event: string, openId: string, content: object = {}, more: object = {}): string =>
    JSON.stringify({
      client_key: TIKTOK_APP.clientKey,
      event,
      create_time: secondsAt(),
      user_openid: openId,
      content: JSON.stringify(content),
      ...more,
    })

  const tiktokSignature = (body: string, { atMs, secret = TIKTOK_APP.clientSecret }: Signing = {}) => {
    const t = secondsAt(atMs)
    return `t=${t},s=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
  }

  const post = (path: string, sent: Send) => api().send('POST', `/v1/webhooks/${path}`, { key: null, ...sent })

  const deliver = (body: string, signing: Signing = {}) =>
    post('tiktok', { body, headers: { 'tiktok-signature': tiktokSignature(body, signing) } })

  const removal = (openId: string, more: object = {}) => eventBody('authorization.removed', openId, { reason: 1 }, more)

  const knownEvents = () => api().prisma.platformEvent.count()

  /** A job whose commit was sent for the upload `publishId`. */
  async function sentJob(
    { userId, videoId, openId }: { userId: string; videoId: string; openId: string },
    publishId: string | null,
    change: { phase?: string; commitVerdict?: string } = {},
  ) {
    const jobId = `publish-${publishId ?? 'unnamed'}-${userId}`
    const { id } = await api().prisma.publishJob.create({
      data: {
        jobId,
        userId,
        videoId,
        platform: 'TIKTOK',
        platformUserId: openId,
        caption: '',
        status: 'ACTIVE',
        phase: 'processing',
        commitRequestedAt: new Date(),
        commitNumber: 1,
        commitCheckpointNumber: 1,
        ...change,
      },
    })
    const reference: CheckpointReference = publishId === null ? { source: 'url' } : { publishId }
    const fingerprint = { platformUserId: openId, objectEtag: 'etag', revision: 0 }
    await api().checkpoints.save(id, { number: 1, reference, expiresAtMs: api().clock.nowMs(), ...fingerprint })
    return jobId
  }

  return { creator, secondsAt, eventBody, tiktokSignature, post, deliver, removal, knownEvents, sentJob }
}

export type Creator = Awaited<ReturnType<ReturnType<typeof webhookSender>['creator']>>

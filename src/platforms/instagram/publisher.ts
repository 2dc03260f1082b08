import { PublishError } from '../../domain/errors'
import type { PlatformPublisher, PostReport, ProbeResult, UploadTask } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { callContext } from '../call-context'
import type { Phase } from '../error-table'
import { DAY_MS, HOUR_MS } from '../meanings'
import { referenceField } from '../references'
import { assertTimely } from '../timely'
import { type InstagramSettings, instagramClient } from './client'
import { expired, failureOf, transferResult } from './container'
import { containerForm } from './container-form'
import { instagramErrors } from './errors'
import { findLostMedia } from './lost-media'
import { instagramRules } from './rules'

/** Instagram reads the URL until the container is FINISHED, which may take several fetches. */
const VIDEO_URL_LIFETIME_MS = 6 * HOUR_MS

/**
 * Reels by a container that Instagram fills from `video_url`; reference `{ containerId }`. The commit is `media_publish`.
 * What a second one does to a published container is undocumented, so the commit asks for the container first and, where it
 * is PUBLISHED, sends nothing and answers `accepted`: the probe finds the post.
 */
export function instagramPublisher(settings: InstagramSettings): PlatformPublisher {
  const client = instagramClient(settings)
  const nowMs = () => settings.clock.nowMs()
  const container = (task: UploadTask, phase: Phase) => client.container(containerIdOf(task), callContext(task, phase))

  async function publishedPost(task: UploadTask, committedAtMs: number): Promise<PostReport> {
    const caption = composeCaption(task.draft.caption, task.draft.hashtags)
    const media = await client.recentMedia(callContext(task, 'probe'))
    const platformPostId = findLostMedia(media, caption, committedAtMs)
    return { platformPostId, provisionalId: containerIdOf(task), complete: false, warnings: [] }
  }

  return {
    rules: instagramRules,
    countsUploads: false,

    preflight: async (account, _draft, _video, signal) => {
      const { used, total } = await client.publishingLimit({ phase: 'preflight', account, signal })
      if (used < total) return
      throw new PublishError(
        instagramErrors.problem('preflight', { status: null, code: '9', subcode: '2207042' }, nowMs()),
      )
    },

    prepare: async (task) => {
      const startedAtMs = nowMs()
      const videoUrl = await task.source.presignedUrl(VIDEO_URL_LIFETIME_MS)
      const containerId = await client.createContainer(
        containerForm(task.draft, videoUrl),
        callContext(task, 'prepare'),
      )
      return { reference: { containerId }, expiresAtMs: startedAtMs + DAY_MS }
    },

    transfer: async (task, onProgress) => {
      const result = transferResult(await container(task, 'transfer'), nowMs())
      if (result.state === 'ready') onProgress(task.source.sizeBytes)
      return result
    },

    commit: async (task) => {
      const before = await container(task, 'transfer')
      if (before.status_code === 'PUBLISHED') return { outcome: 'accepted' }
      assertTimely(task, nowMs())
      const platformPostId = await client.publish(containerIdOf(task), callContext(task, 'commit'))
      return {
        outcome: 'published',
        post: { platformPostId, provisionalId: containerIdOf(task), complete: false, warnings: [] },
      }
    },

    probe: async (task, committedAtMs): Promise<ProbeResult> => {
      const found = await container(task, 'probe')
      switch (found.status_code) {
        case 'PUBLISHED':
          return { verdict: 'published', post: await publishedPost(task, committedAtMs) }
        case 'FINISHED':
          return { verdict: 'not-published' }
        case 'ERROR':
          return { verdict: 'refused', problem: failureOf(found, 'verdict', nowMs()) }
        case 'EXPIRED':
          return { verdict: 'refused', problem: expired }
        case 'IN_PROGRESS':
          return { verdict: 'processing', detail: 'Instagram is processing the container.' }
        default:
          return { verdict: 'unknown', detail: `Instagram reports the status ${found.status_code.slice(0, 40)}.` }
      }
    },

    enrich: async (task, post) =>
      post.platformPostId === null
        ? { ...post, complete: false, warnings: [] }
        : {
            ...post,
            url: await client.permalink(post.platformPostId, callContext(task, 'enrich')),
            complete: true,
            warnings: [],
          },

    refreshToken: ({ accessToken }) => client.refresh(accessToken),
  }
}

const containerIdOf = (task: UploadTask): string => referenceField(task.reference, 'containerId')

import { PublishError } from '../../domain/errors'
import type { PlatformPublisher, PostReport, UploadTask } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import type { TikTokSettings } from './calls'
import { tiktokClient } from './client'
import { fileUpload } from './file-upload'
import { videoLink } from './link'
import { checkCreator } from './preflight'
import { PUBLIC, readOptions, tiktokRules } from './rules'
import { isPull, urlPull } from './url-pull'

/** Direct posts and inbox drafts, by bytes or by URL. What was prepared in one way is finished in it, whatever the setting. */
export function tiktokPublisher(settings: TikTokSettings): PlatformPublisher {
  const client = tiktokClient(settings)
  const nowMs = () => settings.clock.nowMs()
  const modes = { FILE_UPLOAD: fileUpload(client, nowMs), PULL_FROM_URL: urlPull(client, nowMs) }
  const modeOf = ({ reference }: UploadTask) => modes[isPull(reference) ? 'PULL_FROM_URL' : 'FILE_UPLOAD']

  /** A link that cannot be had at once is left to enrich. */
  async function linked(task: UploadTask, post: PostReport): Promise<PostReport> {
    if (post.platformPostId === null) return post
    try {
      return { ...post, url: await videoLink(client, post.platformPostId, callContext(task, 'probe')), complete: true }
    } catch (error) {
      if (error instanceof PublishError) return post
      throw error
    }
  }

  async function publicId({ reference: { publishId }, ...task }: UploadTask): Promise<string | null> {
    if (publishId === undefined) return null
    const { publicaly_available_post_id: ids } = await client.postStatus(publishId, callContext(task, 'enrich'))
    return ids[0] ?? null
  }

  return {
    rules: tiktokRules,
    countsUploads: false,
    commitsOneByOne: settings.source === 'PULL_FROM_URL',

    preflight: async (account, draft, video, signal) => {
      const options = readOptions(draft)
      // What the creator may post is asked of direct posts alone; a draft needs another permission, and no level.
      if (options.postMode === 'MEDIA_UPLOAD') return
      checkCreator(await client.creatorInfo(callContext({ account, signal }, 'preflight')), options, video)
    },

    prepare: async (task) => modes[settings.source].prepare(task),
    transfer: (task, onProgress) => modeOf(task).transfer(task, onProgress),
    commit: (task, onProgress) => modeOf(task).commit(task, onProgress),

    probe: async (task, committedAtMs) => {
      const found = await modeOf(task).probe(task, committedAtMs)
      return found.verdict === 'published' ? { ...found, post: await linked(task, found.post) } : found
    },

    enrich: async (task, post) => {
      const platformPostId = post.platformPostId ?? (await publicId(task))
      if (platformPostId === null) return { ...post, complete: post.visibility !== PUBLIC, warnings: [] }
      const url = post.url ?? (await videoLink(client, platformPostId, callContext(task, 'enrich')))
      return { ...post, platformPostId, url, complete: true, warnings: [] }
    },
  }
}

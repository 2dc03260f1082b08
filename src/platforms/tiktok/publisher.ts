import type { PlatformPublisher, UploadTask } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import type { Phase } from '../error-table'
import { HOUR_MS } from '../meanings'
import { referenceField, refreshTokenOf } from '../references'
import { planChunks } from './chunks'
import { type TikTokSettings, tiktokClient } from './client'
import { postInfo } from './post-info'
import { checkCreator } from './preflight'
import { readOptions, tiktokRules } from './rules'
import { tiktokUpload } from './upload'
import { verdict } from './verdict'

/** Direct posts by FILE_UPLOAD; reference `{ publishId, uploadUrl, chunkSizeBytes }`. */
export function tiktokPublisher(settings: TikTokSettings): PlatformPublisher {
  const client = tiktokClient(settings)
  const nowMs = () => settings.clock.nowMs()
  const { transfer, commit } = tiktokUpload(client, nowMs)

  const postStatus = (task: UploadTask, phase: Phase) =>
    client.postStatus(referenceField(task.reference, 'publishId'), callContext(task, phase))

  return {
    rules: tiktokRules,
    countsUploads: false,
    transfer,
    commit,

    preflight: async (account, draft, video, signal) => {
      const creator = await client.creatorInfo(callContext({ account, signal }, 'preflight'))
      checkCreator(creator, readOptions(draft), video)
    },

    prepare: async (task) => {
      const { chunkSizeBytes, chunkCount } = planChunks(task.source.sizeBytes)
      const startedAtMs = nowMs()
      const { publish_id, upload_url } = await client.initVideo(
        {
          post_info: postInfo(task.draft),
          source_info: {
            source: 'FILE_UPLOAD',
            video_size: task.source.sizeBytes,
            chunk_size: chunkSizeBytes,
            total_chunk_count: chunkCount,
          },
        },
        callContext(task, 'prepare'),
      )
      return {
        reference: { publishId: publish_id, uploadUrl: upload_url, chunkSizeBytes: String(chunkSizeBytes) },
        // The upload URL lives one hour, and the whole upload has to end within it.
        expiresAtMs: startedAtMs + HOUR_MS,
      }
    },

    probe: async (task) => verdict(task, await postStatus(task, 'probe'), nowMs()),

    enrich: async (task, post) => {
      const platformPostId = post.platformPostId ?? (await postStatus(task, 'enrich')).publicaly_available_post_id[0]
      if (platformPostId === undefined) return { ...post, complete: false, warnings: [] }
      const { creator_username } = await client.creatorInfo(callContext(task, 'enrich'))
      const profile = encodeURIComponent(creator_username)
      return {
        ...post,
        complete: true,
        warnings: [],
        platformPostId,
        url: `https://www.tiktok.com/@${profile}/video/${platformPostId}`,
      }
    },

    refreshToken: async ({ refreshToken }) => client.refresh(refreshTokenOf('TIKTOK', refreshToken)),
  }
}

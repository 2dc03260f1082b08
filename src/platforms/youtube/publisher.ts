import type { PlatformPublisher } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import { DAY_MS } from '../meanings'
import type { YouTubeSettings } from './calls'
import { youtubeClient } from './client'
import { enrichVideo } from './enrich'
import { newMarker } from './marker'
import { refusePastPublication } from './preflight'
import { readOptions, youtubeRules } from './rules'
import { youtubeUpload } from './upload'
import { probeUpload } from './verdict'
import { videoResource } from './video-resource'

/** Documented for the upload server's other users, Drive and Cloud Storage; YouTube only says that it is finite. */
const SESSION_LIFETIME_MS = 7 * DAY_MS

/** Resumable uploads; reference `{ sessionUri, marker }`. Every `prepare` costs one upload of the project's day. */
export function youtubePublisher(settings: Omit<YouTubeSettings, 'quotaUser'>): PlatformPublisher {
  const client = youtubeClient({ ...settings, quotaUser: 'publishing' })
  const nowMs = () => settings.clock.nowMs()

  return {
    ...youtubeUpload(client, nowMs),
    rules: youtubeRules,
    countsUploads: true,
    commitsOneByOne: false,

    // YouTube has no read that tells whether an upload would be taken; the session's start tells it.
    preflight: (_account, draft) => refusePastPublication(draft, nowMs()),

    prepare: async (task) => {
      const marker = newMarker()
      const startedAtMs = nowMs()
      const sessionUri = await client.startSession(
        {
          resource: videoResource(task.draft, marker),
          notifySubscribers: readOptions(task.draft).notifySubscribers,
          sizeBytes: task.source.sizeBytes,
          contentType: task.source.contentType,
        },
        callContext(task, 'prepare'),
      )
      return { reference: { sessionUri, marker }, expiresAtMs: startedAtMs + SESSION_LIFETIME_MS }
    },

    probe: (task) => probeUpload(client, task, nowMs()),

    enrich: (task, post) => enrichVideo(client, task, post, nowMs()),
  }
}

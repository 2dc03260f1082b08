import { PublishError } from '../../domain/errors'
import type { CheckpointReference, ObjectSource } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import { DAY_MS } from '../meanings'
import { assertTimely } from '../timely'
import { findByCaption } from './caption-search'
import type { TikTokClient } from './client'
import { initRequest } from './init-request'
import type { SourceMode } from './source-mode'
import { verdict } from './verdict'

const SOURCE = 'PULL_FROM_URL'

export const isPull = (reference: CheckpointReference): boolean => reference.source === SOURCE

/**
 * PULL_FROM_URL; reference `{ source }`, and `publishId` and `calledAtMs` once the commit was answered. TikTok downloads
 * and publishes whatever happens after the init, so the init is the commit, and nothing at TikTok comes before it. It has no
 * idempotency key: one whose answer was lost can only be looked for among the creator's videos.
 */
export function urlPull(client: TikTokClient, nowMs: () => number): SourceMode {
  return {
    prepare: (task) => {
      publicUrlOf(task.source)
      return Promise.resolve({ reference: { source: SOURCE }, expiresAtMs: nowMs() + DAY_MS })
    },

    transfer: () => Promise.resolve({ state: 'ready' }),

    commit: async (task) => {
      const request = initRequest(task.draft, { source: SOURCE, video_url: publicUrlOf(task.source) })
      const { publish_id: publishId, calledAtMs } = await client.openPull(request, callContext(task, 'commit'), () =>
        assertTimely(task, nowMs()),
      )
      return { outcome: 'accepted', reference: { publishId, calledAtMs: String(calledAtMs) } }
    },

    probe: async (task, committedAtMs) => {
      const { publishId } = task.reference
      if (publishId === undefined) return findByCaption(client, task, committedAtMs)
      return verdict(task, await client.postStatus(publishId, callContext(task, 'probe')), nowMs())
    },
  }
}

function publicUrlOf({ publicUrl }: ObjectSource): string {
  if (publicUrl !== null) return publicUrl
  throw new PublishError({
    code: 'source-not-public',
    category: 'configuration',
    message: 'TikTok is to fetch the video itself, but the bucket has no public address.',
    remedy:
      'Give the bucket a domain that is verified for the TikTok app (R2_PUBLIC_URL), or set TIKTOK_SOURCE=FILE_UPLOAD.',
  })
}

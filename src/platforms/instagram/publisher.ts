import { PublishError } from '../../domain/errors'
import type { CommitResult, CommitTask, PlatformPublisher, PostIdentity, SentTask } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import { DAY_MS } from '../meanings'
import { assertTimely } from '../timely'
import type { InstagramSettings } from './calls'
import { instagramClient } from './client'
import { containerForm } from './container-form'
import { assertKnown, unanswered } from './memory'
import { probe } from './probe'
import { candidates, identityOf, reportOf } from './published'
import { instagramRules } from './rules'
import { containerIdOf, transfer } from './transfer'

/**
 * Reels by a container; reference `{ containerId, upload }` and what `memory.ts` remembers. The commit is `media_publish`.
 * What a second one does to a published container is undocumented, so the commit asks for the container first and, where it
 * is PUBLISHED, sends nothing and answers `accepted`: the probe finds the post.
 */
export function instagramPublisher(settings: InstagramSettings): PlatformPublisher {
  const client = instagramClient(settings)
  const nowMs = () => settings.clock.nowMs()

  async function commit(task: CommitTask): Promise<CommitResult> {
    const containerId = containerIdOf(task)
    const before = await client.container(containerId, callContext(task, 'transfer'))
    if (before.status_code === 'PUBLISHED') return { outcome: 'accepted' }
    assertKnown(task.reference, nowMs())
    // Hours may have passed since preflight, and other posts of the account, be they another app's.
    await client.requireRoom(callContext(task, 'transfer'))
    try {
      const platformPostId = await client.publish(containerId, callContext(task, 'commit'), () =>
        assertTimely(task, nowMs()),
      )
      return { outcome: 'published', post: reportOf({ platformPostId, provisionalId: containerId }) }
    } catch (error) {
      if (!(error instanceof PublishError) || error.problem.category !== 'unknown-outcome') throw error
      throw unanswered(task.reference, error, nowMs())
    }
  }

  /** The id, where the publish answer was lost, and the link. */
  async function identify(task: SentTask, post: PostIdentity, committedAtMs: number): Promise<PostIdentity> {
    const { platformPostId, provisionalId } = post
    if (platformPostId === null) {
      return identityOf(provisionalId, await candidates(client, task, committedAtMs, 'enrich'))
    }
    return { ...post, url: await client.permalink(platformPostId, callContext(task, 'enrich')) }
  }

  return {
    rules: instagramRules,
    countsUploads: false,
    commitsOneByOne: true,

    preflight: async (account, _draft, _video, signal) => {
      await client.requireRoom({ phase: 'preflight', account, signal })
    },

    prepare: async (task) => {
      const startedAtMs = nowMs()
      const containerId = await client.createContainer(await containerForm(task), callContext(task, 'prepare'))
      const upload = task.account.login === 'facebook' ? 'resumable' : 'fetched'
      return { reference: { containerId, upload }, expiresAtMs: startedAtMs + DAY_MS }
    },

    transfer: (task, onProgress) => transfer(client, task, onProgress, nowMs),
    commit,
    probe: (task, committedAtMs) => probe(client, task, committedAtMs, nowMs()),
    enrich: async (task, post, committedAtMs) => reportOf(await identify(task, post, committedAtMs)),
  }
}

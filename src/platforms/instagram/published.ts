import type { Warning } from '../../domain/errors'
import type { PostIdentity, PostReport, SentTask } from '../../domain/ports/platform'
import { composeCaption } from '../../domain/publish-rules'
import { callContext } from '../call-context'
import type { Phase } from '../error-table'
import type { ListedMedia } from './answers'
import type { InstagramClient } from './client'
import { findLostMedia } from './lost-media'

const ID_UNKNOWN: Warning = {
  code: 'post-id-unknown',
  message: 'The Reel is live, but its id is not known: none of the posts, or more than one, is exactly like it.',
  remedy: 'Nothing to do: it is looked for again for a while. Its counters are not brought back until it is found.',
}

/** The account's posts that may be the task's. */
export async function candidates(
  client: InstagramClient,
  task: SentTask,
  committedAtMs: number,
  phase: Phase,
): Promise<ListedMedia[]> {
  const caption = composeCaption(task.draft.caption, task.draft.hashtags)
  const alike = findLostMedia(await client.recentMedia(callContext(task, phase)), caption, committedAtMs)
  if (alike.length === 0) return alike
  const taken = await task.taken(alike.map(({ id }) => id))
  return alike.filter(({ id }) => !taken.has(id))
}

/** The post that a publish answer named, or that was found again; whole where its link is known. */
export function reportOf(post: PostIdentity): PostReport {
  const complete = post.platformPostId !== null && post.url !== undefined
  return { ...post, complete, warnings: post.platformPostId === null ? [ID_UNKNOWN] : [] }
}

/** The task's post as far as its candidates tell: only a single one is it. */
export function identityOf(provisionalId: string, [first, ...others]: ListedMedia[]): PostIdentity {
  if (!first || others.length > 0) return { platformPostId: null, provisionalId }
  return { platformPostId: first.id, provisionalId, ...(first.permalink !== undefined && { url: first.permalink }) }
}

import { PublishError } from '../../domain/errors'
import type { MeasuredPost } from '../../domain/ports/metrics'
import { composeCaption } from '../../domain/publish-rules'
import type { CallContext } from '../call-context'
import { DAY_MS, sharedMeanings } from '../meanings'
import { lookalikes } from './caption-search'
import type { TikTokClient } from './client'

const TASK_UNKNOWN = sharedMeanings('TIKTOK').uploadGone.code

/** When a post was recorded may be that long after, and by TikTok's clock before, it was made. */
const RECORDED_WITHIN_MS = DAY_MS

/**
 * The public id of a post that is known by its publish id: TikTok tells it once the moderation is over, and never of a post
 * that is not public. Once TikTok has forgotten the publish itself, only the post's caption is left to find it by.
 * @param others ids that are other posts'
 * @returns undefined where it is not to be known yet: several posts look alike, too
 */
export async function lateId(
  client: TikTokClient,
  post: MeasuredPost,
  others: ReadonlySet<string>,
  context: CallContext,
): Promise<string | undefined> {
  try {
    const { publicaly_available_post_id: ids } = await client.postStatus(post.platformPostId, context)
    return ids[0]
  } catch (error) {
    if (!(error instanceof PublishError) || error.problem.code !== TASK_UNKNOWN) throw error
  }
  const caption = composeCaption(post.caption, post.hashtags)
  if (caption === '') return undefined
  const around = { fromMs: post.publishedAtMs - RECORDED_WITHIN_MS, toMs: post.publishedAtMs + RECORDED_WITHIN_MS }
  const alike = (await lookalikes(client, caption, around, context)).filter((id) => !others.has(id))
  return alike.length === 1 ? alike[0] : undefined
}

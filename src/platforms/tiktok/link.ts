import { PublishError } from '../../domain/errors'
import type { CallContext } from '../call-context'
import type { TikTokClient } from './client'

/** The address of a public video. */
export async function videoLink(client: TikTokClient, postId: string, context: CallContext): Promise<string> {
  try {
    const { creator_username } = await client.creatorInfo(context)
    return `https://www.tiktok.com/@${encodeURIComponent(creator_username)}/video/${postId}`
  } catch (error) {
    // With the last post that the day's cap allows, TikTok tells no creator's name any more.
    const link = error instanceof PublishError && (await sharedLink(client, postId, context))
    if (link) return link
    throw error
  }
}

/** Needs a permission (`video.list`) that a user may have withheld. */
async function sharedLink(client: TikTokClient, postId: string, context: CallContext): Promise<string | undefined> {
  const { videos } = await client.videoLinks([postId], context)
  return videos.find(({ id }) => id === postId)?.share_url
}

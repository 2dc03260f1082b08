import { isDefiniteRefusal, PublishError, type Problem, type Warning } from '../../domain/errors'
import type { UploadTask } from '../../domain/ports/platform'
import { callContext } from '../call-context'
import type { Video, YouTubeClient } from './client'
import { readOptions, type YouTubeOptions } from './rules'

export const wantsAttachments = ({ thumbnailKey, playlistId }: YouTubeOptions): boolean =>
  thumbnailKey !== undefined || playlistId !== undefined

/**
 * Puts a processed video into its playlist and gives it its thumbnail, unless that is done. A definite no is a warning.
 * The playlist, whose repetition is cheap, comes first: a fault of it must not have the thumbnail sent again and again.
 * @param video with `contentDetails`
 * @throws PublishError for faults that pass: the call is to be repeated.
 */
export async function attach(client: YouTubeClient, task: UploadTask, video: Video): Promise<Warning[]> {
  const { thumbnailKey, playlistId } = readOptions(task.draft)
  const warnings: Warning[] = []
  if (playlistId !== undefined) {
    const problem = await refusal(addOnce(client, task, video, playlistId))
    if (problem) warnings.push(playlistRefused(problem))
  }
  if (thumbnailKey !== undefined && !video.contentDetails?.hasCustomThumbnail) {
    const problem = await refusal(setThumbnail(client, task, video, thumbnailKey))
    if (problem) warnings.push(thumbnailRefused(problem))
  }
  return warnings
}

/** Looks first: an earlier request whose answer was lost may have added it. */
async function addOnce(client: YouTubeClient, task: UploadTask, { id }: Video, playlistId: string): Promise<void> {
  const context = callContext(task, 'attach')
  if (!(await client.playlistHolds(playlistId, id, context))) await client.addToPlaylist(playlistId, id, context)
}

async function setThumbnail(client: YouTubeClient, task: UploadTask, { id }: Video, key: string): Promise<void> {
  const image = await task.image(key)
  const { sizeBytes } = image
  const contentType = /\.png$/i.test(key) ? 'image/png' : 'image/jpeg'
  const open = async () => ({ bytes: await image.read(0, sizeBytes - 1, task.signal), sizeBytes })
  await client.setThumbnail(id, { contentType, open }, callContext(task, 'attach'))
}

/** Null: it was done. */
async function refusal(work: Promise<void>): Promise<Problem | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof PublishError && isDefiniteRefusal(error.problem.category)) return error.problem
    throw error
  }
}

const thumbnailRefused = ({ message, platformCode }: Problem): Warning => ({
  code: 'thumbnail-refused',
  message: `The video has no thumbnail of its own${reasonOf(platformCode)}. ${message}`,
  remedy:
    'Set the thumbnail in YouTube Studio: a JPEG or PNG of at most 50 MB. An unverified channel cannot have one; the user can verify it at youtube.com/verify.',
})

const playlistRefused = ({ message, platformCode }: Problem): Warning => ({
  code: 'playlist-refused',
  message: `The video is not in the playlist${reasonOf(platformCode)}. ${message}`,
  remedy: 'Check that the playlist exists, is the channel’s own and has room, then add the video in YouTube Studio.',
})

const reasonOf = (platformCode: string | undefined): string => (platformCode ? ` (${platformCode})` : '')

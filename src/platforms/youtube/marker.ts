import { randomBytes } from 'node:crypto'

const PREFIX = 'upload-'
const RANDOM_BYTES = 8

export const MARKER_LENGTH = PREFIX.length + 2 * RANDOM_BYTES

/**
 * The tag by which the channel's owner can find the video of an upload session that YouTube has forgotten. Tags are not
 * public text, and the marker says nothing about user or job.
 */
export const newMarker = (): string => PREFIX + randomBytes(RANDOM_BYTES).toString('hex')

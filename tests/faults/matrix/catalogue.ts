import type { Platform } from '../../../src/domain/platform'
import type { CallName, PlannedFault, Setup } from './plan'

const MIB = 1024 * 1024

/** One chunk everywhere. */
const SMALL_BYTES = 300_000
/** Two chunks of TikTok's (10 MiB), and of YouTube's (8 MiB) one and the rest. */
const TIKTOK_CHUNKS_BYTES = 20 * MIB
const YOUTUBE_CHUNKS_BYTES = 9 * MIB

/** A remote call that a publish makes, and how it comes to be made. */
export interface Row extends CallName {
  platform: Platform
  /** Where a publish makes the call for several reasons. */
  reason?: string
  sizeBytes: number
  setup?: Setup
  /** What has to go wrong first for the call to be made. */
  given?: PlannedFault[]
  /** The platform's words for a failure behind which it has done what was asked. */
  hiding?: { status: number; body?: unknown }
}

const row = (platform: Platform, operation: string, more: Partial<Row> = {}): Row => ({
  platform,
  operation,
  nth: 1,
  sizeBytes: SMALL_BYTES,
  ...more,
})

const lost = (operation: string): PlannedFault => ({ operation, nth: 1, kind: 'after-effect', times: 1 })

/** By the time of the slow answer the container is finished, so that the reads of it can be counted. */
const finishedAtOnce: PlannedFault = { operation: 'media.create', nth: 1, kind: 'slow', times: 1, delayMs: 1_000 }

/** As often as one probe and its repetitions ask. */
const sessionLost: PlannedFault = {
  operation: 'session.query',
  nth: 3,
  kind: 'before-effect',
  times: 4,
  status: 404,
}

/** For the user to finish in TikTok's app. */
const draft: Setup = { options: { postMode: 'MEDIA_UPLOAD' } }

const PLAYLIST = 'PL-of-the-matrix'

const attached: Setup = {
  profile: { playlists: [{ id: PLAYLIST, title: 'A playlist' }] },
  options: { title: 'A test video', privacyStatus: 'public', madeForKids: false, playlistId: PLAYLIST },
  thumbnail: true,
}

/** An activity that is said to be restricted, though the post is live: Instagram's error 4/2207051. */
const RESTRICTED = {
  error: { message: 'Application request limit reached', type: 'OAuthException', code: 4, error_subcode: 2207051 },
}

export const CATALOGUE: readonly Row[] = [
  row('TIKTOK', 'oauth.token', { setup: { staleToken: true } }),
  row('TIKTOK', 'creator_info.query', { reason: 'preflight' }),
  row('TIKTOK', 'video.init'),
  row('TIKTOK', 'status.fetch', { reason: 'before the bytes' }),
  row('TIKTOK', 'chunk.put', { reason: 'a middle chunk', sizeBytes: TIKTOK_CHUNKS_BYTES }),
  row('TIKTOK', 'chunk.put', { reason: 'the commit' }),
  row('TIKTOK', 'status.fetch', { reason: 'probe', nth: 2 }),
  row('TIKTOK', 'creator_info.query', { reason: 'the link', nth: 2 }),
  row('TIKTOK', 'inbox.video.init', { setup: draft }),
  row('TIKTOK', 'chunk.put', { reason: 'the commit of a draft', setup: draft }),

  row('INSTAGRAM', 'oauth.token', { setup: { staleToken: true } }),
  row('INSTAGRAM', 'publishing_limit.get'),
  row('INSTAGRAM', 'media.create'),
  row('INSTAGRAM', 'container.get', { reason: 'before the commit', given: [finishedAtOnce] }),
  row('INSTAGRAM', 'container.get', { reason: 'in the commit', nth: 2, given: [finishedAtOnce] }),
  row('INSTAGRAM', 'media.publish', { reason: 'the commit', hiding: { status: 400, body: RESTRICTED } }),
  row('INSTAGRAM', 'container.get', { reason: 'probe', nth: 3, given: [finishedAtOnce, lost('media.publish')] }),
  row('INSTAGRAM', 'media.list', { reason: 'probe', given: [lost('media.publish')] }),
  row('INSTAGRAM', 'media.get', { reason: 'enrich' }),
  row('INSTAGRAM', 'rupload.post', { setup: { login: 'facebook' } }),

  row('YOUTUBE', 'oauth.token', { setup: { staleToken: true } }),
  row('YOUTUBE', 'session.start'),
  row('YOUTUBE', 'session.query', { reason: 'before the bytes' }),
  row('YOUTUBE', 'session.put', { reason: 'a middle chunk', sizeBytes: YOUTUBE_CHUNKS_BYTES }),
  row('YOUTUBE', 'session.query', { reason: 'in the commit', nth: 2 }),
  row('YOUTUBE', 'session.put', { reason: 'the commit' }),
  row('YOUTUBE', 'session.query', { reason: 'probe', nth: 3 }),
  row('YOUTUBE', 'videos.list', { reason: 'probe' }),
  row('YOUTUBE', 'channels.list', { reason: 'session lost', given: [sessionLost] }),
  row('YOUTUBE', 'playlistItems.list', { reason: 'session lost', given: [sessionLost] }),
  row('YOUTUBE', 'videos.list', { reason: 'session lost', given: [sessionLost] }),
  row('YOUTUBE', 'videos.list', { reason: 'enrich', nth: 2, setup: attached }),
  row('YOUTUBE', 'playlistItems.list', { reason: 'enrich', setup: attached }),
  row('YOUTUBE', 'playlistItems.insert', { reason: 'enrich', setup: attached }),
  row('YOUTUBE', 'thumbnails.set', { reason: 'enrich', setup: attached }),
]

/** The read that tells whether a commit happened. */
export const PROBES: Record<Platform, string> = {
  TIKTOK: 'status.fetch',
  INSTAGRAM: 'container.get',
  YOUTUBE: 'session.query',
}

/** Whether a call may publish. On TikTok and YouTube that is the one which carries the last byte. */
export function isCommit({ operation, contentRange }: { operation: string; contentRange: string | null }): boolean {
  if (operation === 'media.publish') return true
  const [, last, total] = /^bytes \d+-(\d+)\/(\d+)$/.exec(contentRange ?? '') ?? []
  return last !== undefined && Number(last) + 1 === Number(total)
}

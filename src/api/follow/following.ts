import type { Writable } from 'node:stream'
import type { Logger } from 'pino'
import type { ApiKeys } from '../../database/api-keys'
import type { JobEvents, JobState } from '../../database/job-events'
import { isTerminal } from '../../domain/job'
import type { ChangeListener } from '../../domain/ports/changes'
import { ApiProblem } from '../problems'
import { createFeed, type Feed } from './feed'
import { createFollower, type Follower } from './follower'
import { toStateFrame } from './frames'

/** Open streams of one key at one process. */
const MAX_STREAMS_OF_KEY = 1_000

/** How often every stream is kept alive, and the keys behind them are looked at. */
const LOOK_AFTER_EVERY_MS = 15_000

/** Where a stream begins. */
export interface Beginning {
  jobId: string
  keyId: string
  present: JobState
  /** Of the last event that the follower knows; null: it is told the present state. */
  lastId: bigint | null
}

/** Everybody who follows a job at this process. */
export interface Following {
  /** @throws ApiProblem `too-many-streams` */
  demandPlace(keyId: string): void
  follow(sink: Writable, beginning: Beginning): void
  /** How many streams are open. */
  count(): number
  /** Ends every stream: its follower goes on elsewhere. */
  close(): void
}

export interface FollowingDeps {
  events: JobEvents
  apiKeys: Pick<ApiKeys, 'inForce'>
  changes: Pick<ChangeListener, 'listen'>
  logger: Pick<Logger, 'warn'>
}

export function createFollowing(deps: FollowingDeps, lookAfterEveryMs = LOOK_AFTER_EVERY_MS): Following {
  const { events, apiKeys, changes, logger } = deps
  const feeds = new Map<string, Feed>()
  const followers = new Set<Follower>()
  let isClosed = false

  const deafen = changes.listen('publish_jobs', (jobId) => {
    if (jobId !== null) feeds.get(jobId)?.wake()
    else for (const feed of feeds.values()) feed.wake()
  })

  async function endRevoked(): Promise<void> {
    const keyIds = new Set([...followers].map(({ keyId }) => keyId))
    const inForce = await apiKeys.inForce([...keyIds])
    for (const follower of followers) {
      if (keyIds.has(follower.keyId) && !inForce.has(follower.keyId)) follower.end()
    }
  }

  const lookingAfter = setInterval(() => {
    for (const follower of followers) follower.keepAlive()
    endRevoked().catch((err: unknown) => logger.warn({ err }, 'could not look at the keys behind streams'))
  }, lookAfterEveryMs).unref()

  function join(jobId: string, follower: Follower, sink: Writable): void {
    const feed = feeds.get(jobId) ?? createFeed(jobId, events, logger)
    feeds.set(jobId, feed)
    feed.add(follower)
    sink.once('close', () => {
      feed.remove(follower)
      if (feed.isEmpty && feeds.get(jobId) === feed) feeds.delete(jobId)
    })
  }

  return {
    demandPlace(keyId) {
      const open = [...followers].filter((follower) => follower.keyId === keyId)
      if (open.length >= MAX_STREAMS_OF_KEY) throw new ApiProblem('too-many-streams')
    },

    follow(sink, { jobId, keyId, present, lastId }) {
      if (sink.destroyed) return // Its reader has left before it began.
      const follower = createFollower(sink, keyId, lastId ?? 0n)
      followers.add(follower)
      sink.once('close', () => followers.delete(follower))
      if (lastId === null) follower.tellState(present, toStateFrame(jobId, present))
      if (isClosed || (lastId === null && isTerminal(present.state.phase))) follower.end()
      else join(jobId, follower, sink)
    },

    count: () => followers.size,

    close() {
      isClosed = true
      deafen()
      clearInterval(lookingAfter)
      for (const follower of followers) follower.end()
    },
  }
}

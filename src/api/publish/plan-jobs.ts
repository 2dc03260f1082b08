import type { Violation } from '../../domain/errors'
import { PLATFORM_NAMES } from '../../domain/platform'
import type { Platform } from '../../domain/platform'
import type { Clock } from '../../domain/ports/clock'
import type { Logins } from '../../domain/ports/login'
import type { PlatformRules, PostDraft } from '../../domain/ports/platform'
import type { ObjectStore } from '../../domain/ports/storage'
import type { Caller } from '../../database/api-keys'
import type { Connections } from '../../database/connections'
import type { Users } from '../../database/users'
import { toFacts } from '../../database/video-facts'
import type { VideoRow, Videos } from '../../database/videos'
import { checkUser } from '../check-user'
import type { PublishRequest } from '../schemas/publish-job'
import { checkImages } from './check-images'
import { checkInstants } from './check-instants'
import { chooseConnection } from './choose-connection'

export interface PlanDeps {
  users: Pick<Users, 'standing'>
  videos: Videos
  connections: Connections
  objects: Pick<ObjectStore, 'head'>
  rules: Record<Platform, PlatformRules>
  logins: Logins
  clock: Clock
}

type Target = PublishRequest['targets'][number]

/** It may be ready in a moment, or has failed its inspection. */
export const VIDEO_NOT_READY = 'video-not-ready'

/** One job of a request, before it has an id. */
export interface PlannedJob {
  platform: Platform
  connectionId: string
  platformUserId: string
  caption: string
  hashtags: string[]
  options: Record<string, unknown>
}

export interface Plan {
  /** Complete only where nothing is violated. */
  jobs: PlannedJob[]
  /** All that is violated. */
  violations: Violation[]
  /** Of these, what holds for the request as a whole, and what for each of its targets. */
  ofRequest: Violation[]
  ofTargets: Violation[][]
  /** Null where the caller may not know of it. */
  video: VideoRow | null
}

/**
 * Judges a publish request against everything that the schema cannot know: the video, the connections, the clock and
 * each platform's rules, and the bucket where options name images. Nothing is written.
 * @param checkDrafts false where captions, hashtags or options are known to be broken already.
 * @param caller out of whose reach nothing exists; an operator may name objects of other users.
 */
export async function planJobs(
  deps: PlanDeps,
  request: PublishRequest,
  checkDrafts: boolean,
  { scopes, reach }: Caller,
): Promise<Plan> {
  const { userId, videoId, targets } = request
  const [standing, video, connections] = await Promise.all([
    deps.users.standing(userId, reach),
    deps.videos.find(videoId, reach),
    deps.connections.candidates(
      userId,
      targets.map((target) => target.platform),
      targets.flatMap((target) => target.connectionId ?? []),
      reach,
    ),
  ])

  const ofRequest = [
    ...checkInstants(request, deps.clock.nowMs()),
    ...checkUser(standing),
    ...checkVideo(video, userId),
    ...checkDuplicates(targets),
  ]
  const jobs: PlannedJob[] = []
  const ofTargets: Violation[][] = []
  const anyKey = scopes.includes('operate')
  for (const [index, target] of targets.entries()) {
    const { connection, faults } = chooseConnection(deps, target, connections, userId)
    const draft = toDraft(request, target, video)
    const rules = deps.rules[target.platform]
    const broken = checkDrafts && video ? rules.check(draft, toFacts(video)) : []
    // What a user has in the bucket is told to nobody who may not know of the user.
    if (standing) broken.push(...(await checkImages(deps.objects, rules.images(draft.options), { userId, anyKey })))
    ofTargets.push([
      ...faults.map((fault) => within(index, fault)),
      ...broken.map((violation) => locate(violation, index, target)),
    ])
    if (connection)
      jobs.push({
        platform: target.platform,
        ...connection,
        caption: draft.caption,
        hashtags: draft.hashtags,
        options: draft.options,
      })
  }
  return { jobs, violations: [...ofRequest, ...ofTargets.flat()], ofRequest, ofTargets, video }
}

function checkVideo(video: VideoRow | null, userId: string): Violation[] {
  const fault = (code: string, message: string) => [{ pointer: '/videoId', code, message }]
  if (!video || video.deletedAt) return fault('video-not-found', 'There is no such video')
  if (video.userId !== userId) return fault('video-of-another-user', 'Belongs to another user')
  return video.status === 'READY' ? [] : fault(VIDEO_NOT_READY, `Is ${video.status}, not READY`)
}

const checkDuplicates = (targets: Target[]): Violation[] =>
  targets.flatMap(({ platform }, index) =>
    targets.findIndex((other) => other.platform === platform) < index
      ? [
          within(index, {
            pointer: '/platform',
            code: 'duplicate-platform',
            message: `${PLATFORM_NAMES[platform]} is named twice`,
          }),
        ]
      : [],
  )

const toDraft = (request: PublishRequest, target: Target, video: VideoRow | null): PostDraft => ({
  caption: target.caption ?? request.caption,
  hashtags: target.hashtags ?? request.hashtags,
  options: target.options,
  title: video?.title ?? '',
})

const within = (index: number, violation: Violation): Violation => ({
  ...violation,
  pointer: `/targets/${index}${violation.pointer}`,
})

/** A rule speaks of its target. What the target took from the request is broken there. */
function locate(violation: Violation, index: number, target: Target): Violation {
  const [, part] = violation.pointer.split('/')
  if (part === 'video') return { ...violation, pointer: '/videoId' }
  const inherited =
    (part === 'caption' && target.caption === undefined) || (part === 'hashtags' && target.hashtags === undefined)
  return inherited ? violation : within(index, violation)
}

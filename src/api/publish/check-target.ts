import type { AppRefusals } from '../../database/publish-jobs/app-refusals'
import type { Duplicates } from '../../database/publish-jobs/duplicate'
import { quotaExhausted } from '../../database/quota/day-row'
import { toFacts } from '../../database/video-facts'
import type { VideoRow } from '../../database/videos'
import type { ConnectionHealth } from '../../domain/connection-health'
import { findingOf, type Finding } from '../../domain/dry-run'
import { PublishError, type Violation } from '../../domain/errors'
import type { LiveAnswer, TargetChecks } from '../../domain/ports/check'
import { PAUSED, type Cooldowns } from '../../domain/ports/limits'
import type { QuotaQueue } from '../../domain/ports/quota'
import { nextPacificMidnightMs } from '../../domain/quota'
import { tellPlace, withNextPlace } from '../../domain/quota-texts'
import { sameObject } from '../../domain/source-object'
import type { PublishRequest } from '../schemas/publish-job'
import { VIDEO_NOT_READY, type PlanDeps, type PlannedJob } from './plan-jobs'
import { toDuplicateProblem, toRuleProblem } from './refusals'

export interface CheckDeps extends PlanDeps {
  duplicates: Duplicates
  appRefusals: AppRefusals
  queue: Pick<QuotaQueue, 'outlookFor'>
  cooldowns: Pick<Cooldowns, 'active'>
  targetChecks: TargetChecks
}

export interface CheckedTarget {
  request: PublishRequest
  /** Absent where there is no account to publish to. */
  job: PlannedJob | undefined
  health: ConnectionHealth | null
  /** The rules that it breaks. */
  broken: Violation[]
  video: VideoRow
  nowMs: number
}

/** What a platform has told is taken to hold so long: its users post from elsewhere, too, and change their accounts. */
const LIVE_MS = 300_000

/** Everything that can be known without a publish, side by side. Writes nothing. */
export async function checkTarget(deps: CheckDeps, target: CheckedTarget): Promise<Finding[]> {
  const asked = await Promise.all([
    object(deps, target),
    duplicate(deps, target),
    uploadQuota(deps, target),
    platform(deps, target),
  ])
  return [...brokenRules(target), ...grant(target), ...asked.flat()]
}

const brokenRules = ({ broken, video, nowMs }: CheckedTarget): Finding[] =>
  broken.map((violation) => {
    const isPending = violation.code === VIDEO_NOT_READY && video.status === 'PROCESSING'
    return { kind: 'refuses', problem: toRuleProblem(violation), holdsUntilMs: isPending ? nowMs : null }
  })

const grant = ({ health }: CheckedTarget): Finding[] => [{ kind: 'clear', holdsUntilMs: health?.untilMs ?? null }]

const object = (deps: CheckDeps, { video, nowMs }: CheckedTarget): Promise<Finding[]> =>
  problemsOf(nowMs, async () => {
    sameObject(await deps.objects.head(video.r2Key), { etag: video.etag, sizeBytes: Number(video.fileSize) })
  })

async function duplicate({ duplicates }: CheckDeps, { request, job }: CheckedTarget): Promise<Finding[]> {
  if (!job || request.allowDuplicate) return []
  const found = await duplicates.find({ videoId: request.videoId, connectionIds: [job.connectionId] })
  return found ? [{ kind: 'refuses', problem: toDuplicateProblem(found), holdsUntilMs: null }] : []
}

/** Whether the project's uploads of the day suffice, and else when there should be one. */
async function uploadQuota({ queue }: CheckDeps, { request, job, nowMs }: CheckedTarget): Promise<Finding[]> {
  if (job?.platform !== 'YOUTUBE') return []
  const { userId, scheduledFor, publishBefore, onQuotaExhausted } = request
  const holdsUntilMs = nextPacificMidnightMs(nowMs)
  const outlook = await queue.outlookFor(userId, scheduledFor?.getTime() ?? null)
  if (!outlook.waits) return [{ kind: 'clear', holdsUntilMs }]
  const { next } = outlook
  const { problem } = quotaExhausted('upload', nowMs)
  if (onQuotaExhausted === 'fail') return [{ kind: 'refuses', problem: withNextPlace(problem, next), holdsUntilMs }]
  const place = next?.place ?? null
  const message = next && place !== null && tellPlace({ ...next, place }, publishBefore?.getTime() ?? null)
  const told = message ? { ...problem, message } : problem
  return [{ kind: 'delays', problem: told, untilMs: next?.startAtMs ?? null, holdsUntilMs }]
}

/** A target that its own rules refuse is not asked about: a question costs some of what its account may ask. */
async function platform(deps: CheckDeps, target: CheckedTarget): Promise<Finding[]> {
  const { job, broken, nowMs } = target
  if (!job || broken.length > 0) return []
  const holdsUntilMs = nowMs + LIVE_MS
  const problems = await problemsOf(nowMs, async () => {
    const { problem } = await ask(deps, job, target)
    if (problem) throw new PublishError(problem)
  })
  return [...problems, { kind: 'clear', holdsUntilMs }]
}

async function ask(deps: CheckDeps, job: PlannedJob, { video, nowMs }: CheckedTarget): Promise<LiveAnswer> {
  const { platform, connectionId, platformUserId } = job
  const read = deps.rules[platform].preflightOptions
  const options = Object.fromEntries(Object.entries(job.options).filter(([name]) => read.includes(name)))
  const check = { platform, connectionId, platformUserId, options, video: toFacts(video) }
  const { problem } = await deps.targetChecks.check(check)
  if (problem?.code !== PAUSED) return { problem }
  // A job looks at a pause without an end once a day; whoever asks now wants to know that it has none.
  const held = await deps.cooldowns.active({ platform, platformUserId }, nowMs)
  const { untilMs: _nextLook, ...endless } = problem
  return { problem: held.some(({ reason, untilMs }) => reason === PAUSED && untilMs === null) ? endless : problem }
}

/** What is in the way of some work, as a finding. */
async function problemsOf(nowMs: number, work: () => Promise<void>): Promise<Finding[]> {
  try {
    await work()
    return []
  } catch (error) {
    if (error instanceof PublishError) return [findingOf(error.problem, nowMs)]
    throw error
  }
}

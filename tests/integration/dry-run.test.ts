import { historyToJSON } from '@temporalio/common/lib/proto-utils'
import type { DryRun } from '../../src/api/schemas/dry-run'
import type { Receipts } from '../../src/api/schemas/publish-job'
import type { Verdict } from '../../src/domain/dry-run'
import type { JobPhase } from '../../src/domain/job'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { nextPacificMidnightMs, pacificDay } from '../../src/domain/quota'
import { createTargetChecks } from '../../src/temporal/check-gateway'
import { createClient } from '../../src/temporal/connection'
import type { LoggedCall } from '../../sandbox/kernel/request-log'
import { keepHistory } from '../support/histories'
import { openOwnAccount, type OwnAccount } from '../support/own-account'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { tablePrints } from '../support/table-prints'
import { until } from '../support/until'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'
import { openWorldApi, type WorldApi } from '../support/world-api'

silenceTemporal()

const HOUR_MS = 3_600_000

/** Of no account the permission is about to end. */
const LIFE_SECONDS = 30 * 86_400

const OPTIONS: Record<Platform, Record<string, unknown>> = {
  TIKTOK: { privacyLevel: 'PUBLIC_TO_EVERYONE' },
  INSTAGRAM: {},
  YOUTUBE: { privacyStatus: 'public', madeForKids: false },
}

const CHECKS = "WorkflowType = 'checkTarget' AND ExecutionStatus = 'Completed'"

const VIDEO = {
  ...{ sizeBytes: 1, durationSeconds: 20, format: 'mp4', resolution: '720x1280' },
  ...{ videoCodec: null, audioCodec: null, frameRate: null },
}

let world: PublisherWorld
let workers: RunningWorkers
let api: WorldApi

beforeAll(async () => {
  world = await openPublisherWorld({ YOUTUBE_QUOTA_MODEL: 'upload-bucket' })
  workers = await startWorkers(world)
  api = await openWorldApi(world)
})
afterEach(async () => {
  await world.control('faults', undefined, 'DELETE')
  await world.prisma.youTubeQuota.deleteMany()
})
afterAll(async () => {
  await api.close()
  await workers.stop()
  await world.close()
})

type Request = Record<string, unknown> & { targets: { platform: Platform; options: Record<string, unknown> }[] }

interface Scene {
  account: OwnAccount
  request: Request
  video: { id: string; key: string }
}

async function sceneOf(platform: Platform, profile = {}, options = {}): Promise<Scene> {
  const account = await openOwnAccount(world, platform, { clock: systemClock, profile, lifeSeconds: LIFE_SECONDS })
  const { userId } = account.target
  const video = await world.addVideo(50_000, userId)
  const targets = [{ platform, options: { ...OPTIONS[platform], ...options } }]
  return { account, video, request: { userId, videoId: video.id, caption: 'A caption', targets } }
}

/** On a machine that is too busy to answer in time it asks again, as a caller would. */
const dryRun = (request: Request): Promise<DryRun> =>
  until(async () => {
    const { status, body } = await api.send<DryRun>('POST', '/v1/publish-jobs', { body: { ...request, dryRun: true } })
    expect([status, body]).toEqual([200, expect.objectContaining({ dryRun: true })])
    const isUnanswered = body.targets.some(({ problems }) => problems.some(({ code }) => code === 'check-unanswered'))
    return !isUnanswered && body
  })

async function verdictOf(request: Request) {
  const [target] = (await dryRun(request)).targets
  if (!target) throw new Error('a dry run answers for each target')
  return target
}

const COMES_TO: Partial<Record<JobPhase, Verdict>> = {
  published: 'would-publish-now',
  scheduled: 'would-publish-at',
  'cooling-down': 'would-wait',
  'waiting-for-quota': 'would-wait',
  failed: 'would-be-refused',
}

/** What the real request comes to, in the words of a dry run. */
async function publish(request: Request): Promise<Verdict> {
  const { status, body } = await api.send<Receipts>('POST', '/v1/publish-jobs', { body: request })
  if (status !== 202) return 'would-be-refused'
  const jobId = String(body.jobs[0]?.jobId)
  return until(async () => {
    const { phase } = await world.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })
    return COMES_TO[phase as JobPhase]
  })
}

const fillToday = () =>
  world.prisma.youTubeQuota.create({
    data: { date: pacificDay(Date.now()), model: 'upload-bucket', uploadCost: 1, used: 100, limit: 100 },
  })

const calls = async () => (await world.control('requests', undefined, 'GET')) as LoggedCall[]

test('a dry run asks and changes nothing: no table but those that count calls, and nothing at a platform', async () => {
  const accounts = await Promise.all(PLATFORMS.map((platform) => sceneOf(platform)))
  const before = { tables: await tablePrints(world.prisma), calls: (await calls()).length }

  for (const { request } of accounts)
    expect(await verdictOf(request)).toMatchObject({ verdict: 'would-publish-now', problems: [], warnings: [] })

  const after = await tablePrints(world.prisma)
  const changed = Object.keys(after).filter((name) => after[name] !== before.tables[name])
  // When a key was used last, and that TikTok was asked once.
  expect(changed.filter((name) => name !== 'ApiKey')).toEqual(['CallWindow'])
  const made = (await calls()).slice(before.calls)
  expect(new Set(made.map(({ operation }) => operation))).toEqual(
    new Set(['creator_info.query', 'publishing_limit.get']),
  )
})

interface Situation {
  scene(): Promise<Scene>
  verdict: Verdict
  /** Of the problem that the verdict comes from. */
  code?: string
}

const SITUATIONS: Record<string, Situation> = {
  'nothing is in the way at TikTok': { scene: () => sceneOf('TIKTOK'), verdict: 'would-publish-now' },
  'nothing is in the way at Instagram': { scene: () => sceneOf('INSTAGRAM'), verdict: 'would-publish-now' },
  'nothing is in the way at YouTube': { scene: () => sceneOf('YOUTUBE'), verdict: 'would-publish-now' },
  'it is for later at TikTok': { scene: () => later('TIKTOK'), verdict: 'would-publish-at' },
  'it is for later at Instagram': { scene: () => later('INSTAGRAM'), verdict: 'would-publish-at' },
  'it is for later at YouTube': { scene: () => later('YOUTUBE'), verdict: 'would-publish-at' },
  'the creator has gone private': {
    scene: () => sceneOf('TIKTOK', { privateAccount: true }),
    verdict: 'would-be-refused',
    code: 'privacy-level-unavailable',
  },
  'the creator may not post so long a video': {
    scene: () => sceneOf('TIKTOK', { maxVideoPostDurationSec: 10 }),
    verdict: 'would-be-refused',
    code: 'video-too-long-for-creator',
  },
  'the creator is banned': {
    scene: () => sceneOf('TIKTOK', { banned: true }),
    verdict: 'would-be-refused',
    code: 'account-restricted',
  },
  "the creator's posts of the day are used up": {
    scene: () => sceneOf('TIKTOK', { dailyPostCap: 0 }),
    verdict: 'would-wait',
    code: 'posting-cap',
  },
  "the account's posts of the day are used up at Instagram": {
    scene: () => sceneOf('INSTAGRAM', { publishingCap: 0 }),
    verdict: 'would-wait',
    code: 'publishing-cap',
  },
  'the user has taken the access back at Instagram': {
    scene: () => sceneOf('INSTAGRAM', { revoked: true }),
    verdict: 'would-be-refused',
    code: 'authorization-removed',
  },
  'YouTube would make it public at once': {
    scene: () => sceneOf('YOUTUBE', {}, { privacyStatus: 'private', publishAt: '2026-01-01T00:00:00Z' }),
    verdict: 'would-be-refused',
    code: 'publish-at-passed',
  },
  'an operator has paused the account': { scene: paused, verdict: 'would-wait', code: 'paused' },
  'the video is published there already': { scene: published, verdict: 'would-be-refused', code: 'duplicate-publish' },
  'the object was replaced': { scene: replaced, verdict: 'would-be-refused', code: 'source-changed' },
  'the connection is known to be dead': { scene: ended, verdict: 'would-be-refused', code: 'connection-not-usable' },
  'its options break a rule': {
    scene: () => sceneOf('TIKTOK', {}, { privacyLevel: 'SELF_ONLY', brandContent: true }),
    verdict: 'would-be-refused',
    code: 'brand-content-private',
  },
}

async function later(platform: Platform): Promise<Scene> {
  const scene = await sceneOf(platform)
  const scheduledFor = new Date(Date.now() + HOUR_MS).toISOString()
  return { ...scene, request: { ...scene.request, scheduledFor } }
}

async function paused(): Promise<Scene> {
  const scene = await sceneOf('YOUTUBE')
  const { platformUserId } = scene.account.target
  await world.prisma.platformCooldown.create({
    data: {
      id: `pause-${platformUserId}`,
      platform: 'YOUTUBE',
      platformUserId,
      scope: 'WRITES',
      reason: 'paused',
      message: 'This account is paused.',
      remedy: 'Nothing to do.',
      evidence: { pausedBy: 'an operator' },
    },
  })
  return scene
}

async function published(): Promise<Scene> {
  const scene = await sceneOf('INSTAGRAM')
  expect(await publish(scene.request)).toBe('would-publish-now')
  return scene
}

async function replaced(): Promise<Scene> {
  const scene = await sceneOf('YOUTUBE')
  await world.put(scene.video.key, Buffer.alloc(50_000))
  return scene
}

async function ended(): Promise<Scene> {
  const scene = await sceneOf('INSTAGRAM')
  const { connectionId: id } = scene.account.target
  await world.prisma.platformConnection.update({ where: { id }, data: { status: 'EXPIRED' } })
  return scene
}

test('what a dry run says is what the publish then comes to', async () => {
  const outcomes = Object.entries(SITUATIONS).map(async ([name, { scene, verdict, code }]) => {
    const { request } = await scene()
    const said = await verdictOf(request)
    const outcome = { name, said: said.verdict, code: said.problems[0]?.code, came: await publish(request) }
    return { outcome, expected: { name, said: verdict, code, came: verdict } }
  })
  const all = await Promise.all(outcomes)
  expect(all.map(({ outcome }) => outcome)).toEqual(all.map(({ expected }) => expected))
})

test('a full day of YouTube: which day it would be, and that a publish then waits for', async () => {
  const { request } = await sceneOf('YOUTUBE')
  await fillToday()
  const { verdict, at, day } = await verdictOf(request)
  expect([verdict, day]).toEqual(['would-wait', pacificDay(nextPacificMidnightMs(Date.now()))])
  expect(Date.parse(String(at))).toBeGreaterThan(Date.now())
  expect(await verdictOf({ ...request, onQuotaExhausted: 'fail' })).toMatchObject({ verdict: 'would-be-refused' })
  expect(await world.prisma.youTubeQuota.findMany()).toMatchObject([{ used: 100 }])

  expect(await publish(request)).toBe('would-wait')
})

test.each([
  ['TIKTOK', 'creator_info.query', { kind: 'before-effect', status: 503 }, 'platform-unavailable'],
  ['INSTAGRAM', 'publishing_limit.get', { kind: 'drop-connection' }, 'no-answer'],
] as const)('%s being down is no refusal, and changes no account', async (platform, operation, fault, code) => {
  const { request, account } = await sceneOf(platform)
  await world.control('faults', { platform, operation, ...fault })
  const { checkedAt, targets } = await dryRun(request)
  expect(targets).toMatchObject([{ verdict: 'not-known', at: null, validUntil: checkedAt, problems: [{ code }] }])
  expect((await account.connection()).status).toBe('ACTIVE')
})

test('a token that is due is renewed as for a publish, and a permission that is refused is marked as by one', async () => {
  const [due, gone] = await Promise.all([sceneOf('TIKTOK'), sceneOf('TIKTOK')])
  const { connectionId: id } = due.account.target
  await world.prisma.platformConnection.update({ where: { id }, data: { expiresAt: new Date() } })
  expect(await verdictOf(due.request)).toMatchObject({ verdict: 'would-publish-now' })
  expect((await due.account.connection()).tokenRevision).toBe(1)

  await gone.account.change({ revoked: true })
  expect(await verdictOf(gone.request)).toMatchObject({ verdict: 'would-be-refused', problems: [{ actor: 'user' }] })
  expect((await gone.account.connection()).status).not.toBe('ACTIVE')
})

test('with Temporal out of reach, the platform could not be asked', async () => {
  const client = createClient({ ...world.config, TEMPORAL_ADDRESS: '127.0.0.1:1' })
  // Its patience is nearly over when it begins.
  const checks = createTargetChecks(client, { nowMs: () => Date.now() - 14_500 })
  const { account } = await sceneOf('INSTAGRAM')
  const check = checks.check({ ...account.target, platform: 'INSTAGRAM', options: {}, video: VIDEO })
  await expect(check).rejects.toMatchObject({ problem: { code: 'check-unanswered' } })
  await client.connection.close()
})

test('the run of a check holds no text of the user', async () => {
  const { request } = await sceneOf('TIKTOK')
  await verdictOf({ ...request, caption: 'A caption of its own', hashtags: ['ownhashtag'] })
  const run = await until(async () => {
    for await (const found of workers.client.workflow.list({ query: CHECKS })) return found
    return null
  })
  const handle = workers.client.workflow.getHandle(run.workflowId, run.runId)
  expect(historyToJSON(await handle.fetchHistory())).not.toMatch(/of its own|ownhashtag/)
  await keepHistory(handle, 'check-target')
})

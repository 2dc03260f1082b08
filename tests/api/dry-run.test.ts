import { randomUUID } from 'node:crypto'
import type { ProblemDetails } from '../../src/api/problems'
import { dryRunAnswer, type DryRun } from '../../src/api/schemas/dry-run'
import { PublishError } from '../../src/domain/errors'
import { pacificDay } from '../../src/domain/quota'
import { ALL_TARGETS, createCreator, createVideo, startTestApi, type Send, type TestApi } from '../support/api'

let api: TestApi
let userId: string
let videoId: string

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  ;({ userId, videoId } = await createCreator(api.prisma))
  await putObject(videoId)
  Object.assign(api.targetChecks, { checked: [], problem: null, failWith: null })
})
afterEach(async () => {
  await api.prisma.youTubeQuota.deleteMany()
  await api.prisma.idempotencyRecord.deleteMany()
})

async function putObject(id: string, sizeBytes = 15_000_000): Promise<void> {
  const { r2Key } = await api.prisma.video.findUniqueOrThrow({ where: { id } })
  api.objects.set(r2Key, { etag: 'etag', sizeBytes, contentType: 'video/mp4' })
}

const send = <Body = DryRun>(extra: object = {}, options: Send = {}) =>
  api.send<Body>('POST', '/v1/publish-jobs', {
    body: { userId, videoId, caption: 'Bedtime', targets: ALL_TARGETS, dryRun: true, ...extra },
    ...options,
  })

async function targetsOf(extra: object = {}) {
  const { status, body } = await send(extra)
  expect(status).toBe(200)
  return dryRunAnswer.parse(body).targets
}

const oneOf = async (extra: object = {}) => {
  const [target] = await targetsOf(extra)
  if (!target) throw new Error('a dry run answers for each target')
  return target
}

const only = (index: number, change: object = {}) => ({ targets: [{ ...ALL_TARGETS[index], ...change }] })
const [TIKTOK, INSTAGRAM, YOUTUBE] = [only(0), only(1), only(2)]

const madeNothing = async () => {
  expect(await api.prisma.publishJob.count({ where: { userId } })).toBe(0)
  expect(await api.prisma.idempotencyRecord.count()).toBe(0)
}

test('a dry run answers for each target, makes no job and leaves the idempotency key to the real request', async () => {
  const headers = { 'idempotency-key': randomUUID() }
  const { status, body } = await send({}, { headers })
  expect(status).toBe(200)
  const { checkedAt, targets } = dryRunAnswer.parse(body)
  expect(checkedAt).toBe(new Date(api.clock.nowMs()).toISOString())
  expect(targets.map(({ platform, verdict, at, day }) => ({ platform, verdict, at, day }))).toEqual([
    { platform: 'TIKTOK', verdict: 'would-publish-now', at: checkedAt, day: null },
    { platform: 'INSTAGRAM', verdict: 'would-publish-now', at: checkedAt, day: null },
    { platform: 'YOUTUBE', verdict: 'would-publish-now', at: checkedAt, day: pacificDay(api.clock.nowMs()) },
  ])
  await madeNothing()
  expect((await send({ dryRun: undefined }, { headers })).status).toBe(202)
})

test('no text of the user travels to the worker', async () => {
  const texts = { title: 'A secret title', tags: ['a-secret-tag'], privacyStatus: 'private', madeForKids: false }
  await oneOf(only(2, { options: texts }))
  expect(api.targetChecks.checked).toEqual([
    expect.objectContaining({
      connectionId: `${userId}-YOUTUBE`,
      options: { privacyStatus: 'private', madeForKids: false },
    }),
  ])
  expect(JSON.stringify(api.targetChecks.checked)).not.toMatch(/secret|Bedtime/)
})

describe('what is wrong with the request as a whole is 422, with everything that is wrong', () => {
  test.each<[string, object, string[]]>([
    ['an unknown user', { userId: 'nobody' }, ['user-not-found']],
    ['an unknown video', { videoId: 'nothing' }, ['video-not-found']],
    ['an instant in the past', { scheduledFor: '2020-01-01T00:00:00Z' }, ['scheduled-in-the-past']],
    ['a platform that is named twice', { targets: [ALL_TARGETS[1], ALL_TARGETS[1]] }, ['duplicate-platform']],
    ['a flag that is no boolean', { dryRun: 'yes' }, ['wrong-type']],
    ['an unknown field', { dryrun: true }, ['unknown-field']],
    ['no targets', { targets: [] }, ['too-small']],
  ])('%s', async (_name, extra, codes) => {
    const { status, body } = await send<ProblemDetails>(extra)
    expect([status, body.code]).toEqual([422, 'validation-failed'])
    expect(body.errors?.map(({ code }) => code)).toEqual(expect.arrayContaining(codes))
    expect(api.targetChecks.checked).toEqual([])
    await madeNothing()
  })

  test('a user and a video of another service are as if there were none', async () => {
    const key = await api.newKey(['publish'], 'another-service')
    await api.prisma.user.update({ where: { id: userId }, data: { principal: 'tests' } })
    const { status, body } = await send<ProblemDetails>({}, { key })
    expect(status).toBe(422)
    expect(body.errors?.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['user-not-found', 'video-not-found', 'connection-not-found']),
    )
  })

  test('a key without the scope, a body of another type, an impossible idempotency key', async () => {
    expect((await send({}, { key: await api.newKey(['read']) })).status).toBe(403)
    expect((await send({}, { key: null })).status).toBe(401)
    expect((await send({}, { headers: { 'content-type': 'text/plain' } })).status).toBe(415)
    expect((await send({}, { headers: { 'idempotency-key': 'x'.repeat(256) } })).status).toBe(422)
    await madeNothing()
  })
})

describe('what is wrong with a target is its refusal alone, and its platform is not asked', () => {
  test('a broken rule, with where it is broken and who can act', async () => {
    const broken = { platform: 'TIKTOK', options: { privacyLevel: 'SELF_ONLY', brandContent: true } }
    const [tiktok, instagram] = await targetsOf({ targets: [broken, ALL_TARGETS[1]] })
    expect(tiktok).toMatchObject({
      verdict: 'would-be-refused',
      at: null,
      problems: [{ code: 'brand-content-private', pointer: '/targets/0/options/brandContent', actor: 'caller' }],
    })
    expect(instagram?.verdict).toBe('would-publish-now')
    expect(api.targetChecks.checked.map(({ platform }) => platform)).toEqual(['INSTAGRAM'])
  })

  test('a text that all targets share, where it is too long for one of them', async () => {
    const targets = await targetsOf({ caption: 'x'.repeat(2_201) })
    expect(targets.map(({ verdict }) => verdict)).toEqual(['would-be-refused', 'would-be-refused', 'would-publish-now'])
    expect(targets[0]?.problems).toMatchObject([{ code: 'caption-too-long', pointer: '/caption' }])
  })

  test('an account that is missing, dead, or another user’s', async () => {
    const other = await createCreator(api.prisma)
    await api.prisma.platformConnection.delete({ where: { id: `${userId}-TIKTOK` } })
    await api.prisma.platformConnection.update({ where: { id: `${userId}-INSTAGRAM` }, data: { status: 'REVOKED' } })
    const named = { ...ALL_TARGETS[2], connectionId: `${other.userId}-YOUTUBE` }
    const targets = await targetsOf({ targets: [...ALL_TARGETS.slice(0, 2), named] })
    expect(targets.map(({ connectionId, problems }) => [connectionId, problems[0]?.code, problems[0]?.actor])).toEqual([
      [null, 'connection-not-found', 'user'],
      [null, 'connection-not-usable', 'user'],
      [null, 'connection-of-another-user', 'caller'],
    ])
  })

  test('a video that is still inspected: the answer holds for no time', async () => {
    await api.prisma.video.update({ where: { id: videoId }, data: { status: 'PROCESSING' } })
    const { checkedAt } = (await send()).body
    for (const { verdict, problems, validUntil } of await targetsOf()) {
      expect([verdict, validUntil]).toEqual(['would-be-refused', checkedAt])
      expect(problems.map(({ code }) => code)).toContain('video-not-ready')
    }
  })

  test('an object that was replaced or is gone, and a video that is published there', async () => {
    await putObject(videoId, 1)
    expect((await oneOf(INSTAGRAM)).problems).toMatchObject([{ code: 'source-changed', category: 'media' }])
    api.objects.clear()
    expect((await oneOf(INSTAGRAM)).problems).toMatchObject([{ code: 'source-missing' }])

    await putObject(videoId)
    const made = await send<{ jobs: { jobId: string }[] }>({ ...INSTAGRAM, dryRun: false })
    expect(made.status).toBe(202)
    const { verdict, problems } = await oneOf(INSTAGRAM)
    expect([verdict, problems.map(({ code }) => code)]).toEqual(['would-be-refused', ['duplicate-publish']])
    expect(problems[0]?.message).toContain(made.body.jobs[0]?.jobId)
    expect((await oneOf({ ...INSTAGRAM, allowDuplicate: true })).verdict).toBe('would-publish-now')
  })
})

describe('what could not be asked is not known', () => {
  test('where no worker answers, and where the platform does not', async () => {
    const unanswered = { code: 'check-unanswered', category: 'internal', message: 'words', remedy: 'words' } as const
    api.targetChecks.failWith = new PublishError(unanswered)
    const { checkedAt } = (await send()).body
    for (const { verdict, validUntil, problems } of await targetsOf()) {
      expect([verdict, validUntil]).toEqual(['not-known', checkedAt])
      expect(problems).toMatchObject([{ code: 'check-unanswered', actor: 'operator' }])
    }
    api.targetChecks.failWith = null
    api.targetChecks.problem = { ...unanswered, code: 'platform-unavailable', category: 'transient' }
    expect((await oneOf(TIKTOK)).verdict).toBe('not-known')
  })

  test('unless something else refuses it', async () => {
    api.targetChecks.failWith = new PublishError({ code: 'c', category: 'internal', message: 'm', remedy: 'r' })
    api.objects.clear()
    expect((await oneOf(TIKTOK)).verdict).toBe('would-be-refused')
  })
})

describe('a day of YouTube whose uploads are used up', () => {
  beforeEach(async () => {
    const date = pacificDay(api.clock.nowMs())
    await api.prisma.youTubeQuota.create({ data: { date, model: 'units-1600', uploadCost: 1_600, used: 9_600 } })
  })

  // 2027-01-15 12:00 UTC; Pacific midnight is at 08:00 UTC.
  test('lets it wait for the next day, and says which and when', async () => {
    expect(await oneOf(YOUTUBE)).toMatchObject({
      verdict: 'would-wait',
      at: '2027-01-16T08:00:00.000Z',
      day: '2027-01-16',
      problems: [{ code: 'youtube-quota-exhausted', actor: 'nobody' }],
      validUntil: '2027-01-15T12:05:00.000Z',
    })
    expect(await api.prisma.quotaReservation.count()).toBe(0)
  })

  test('refuses what does not want to wait, or would wait for too long', async () => {
    const refused = await oneOf({ ...YOUTUBE, onQuotaExhausted: 'fail' })
    expect(refused).toMatchObject({ verdict: 'would-be-refused', problems: [{ code: 'youtube-quota-exhausted' }] })
    const late = await oneOf({ ...YOUTUBE, publishBefore: '2027-01-16T08:00:00Z' })
    expect(late).toMatchObject({ verdict: 'would-be-refused', problems: [{ code: 'publish-before-passed' }] })
  })

  test('is no matter to a post of another day, unless that has no place for it either', async () => {
    const scheduledFor = '2027-01-16T20:00:00.000Z'
    expect(await oneOf({ ...YOUTUBE, scheduledFor })).toMatchObject({
      verdict: 'would-publish-at',
      at: scheduledFor,
      day: '2027-01-16',
    })
    await api.prisma.youTubeQuota.create({
      data: { date: '2027-01-16', model: 'units-1600', uploadCost: 1_600, used: 9_600 },
    })
    expect(await oneOf({ ...YOUTUBE, scheduledFor })).toMatchObject({ verdict: 'would-wait', day: '2027-01-17' })
  })
})

test('a pause without an end is a wait without an instant; one that ends before the post is due is a warning', async () => {
  const paused = { code: 'paused', category: 'rate-limited', message: 'Paused.', remedy: 'Nothing to do.' } as const
  const untilMs = api.clock.nowMs() + 86_400_000
  api.targetChecks.problem = { ...paused, untilMs }
  const due = new Date(untilMs + 1).toISOString()
  expect(await oneOf({ ...TIKTOK, scheduledFor: due })).toMatchObject({
    verdict: 'would-publish-at',
    problems: [],
    warnings: [{ code: 'paused' }],
  })

  const pause = { platform: 'TIKTOK', reason: 'A look at spam' }
  expect((await api.send('POST', '/v1/pauses', { body: pause, key: await api.newKey(['operate']) })).status).toBe(201)
  expect(await oneOf(TIKTOK)).toMatchObject({ verdict: 'would-wait', at: null, problems: [{ actor: 'operator' }] })
})

test('an account whose permission is about to end is told of', async () => {
  const refreshExpiresAt = new Date(api.clock.nowMs() + 60_000)
  await api.prisma.platformConnection.update({ where: { id: `${userId}-TIKTOK` }, data: { refreshExpiresAt } })
  expect(await oneOf(TIKTOK)).toMatchObject({
    verdict: 'would-publish-now',
    warnings: [{ code: 'grant-ending' }],
    validUntil: refreshExpiresAt.toISOString(),
  })
})

test('another video of the user is another matter', async () => {
  await send({ ...INSTAGRAM, dryRun: false })
  const other = await createVideo(api.prisma, userId)
  await putObject(other)
  expect((await oneOf({ ...INSTAGRAM, videoId: other })).verdict).toBe('would-publish-now')
})

test('that a platform has not audited the app is told after the first publish that it refused, until a post goes out', async () => {
  const made = await send<{ jobs: { jobId: string }[] }>({ ...TIKTOK, dryRun: false })
  const failedAt = new Date(api.clock.nowMs())
  await api.prisma.publishJob.update({
    where: { jobId: String(made.body.jobs[0]?.jobId) },
    data: {
      ...{ status: 'FAILED', phase: 'failed', failedAt, createdAt: failedAt },
      ...{ errorCode: 'app-not-audited', errorCategory: 'configuration', errorMessage: 'Not audited.' },
    },
  })
  const { verdict, warnings } = await oneOf(TIKTOK)
  expect([verdict, warnings.map(({ code }) => code)]).toEqual(['would-publish-now', ['app-not-audited']])
  expect(warnings[0]?.message).toContain('Not audited.')
  expect((await oneOf(INSTAGRAM)).warnings).toEqual([])

  await api.prisma.publishedPost.create({
    data: {
      userId,
      videoId,
      platform: 'TIKTOK',
      platformPostId: '1',
      publishedAt: new Date(failedAt.getTime() + 1),
      caption: '',
    },
  })
  expect((await oneOf({ ...TIKTOK, allowDuplicate: true })).warnings).toEqual([])
})

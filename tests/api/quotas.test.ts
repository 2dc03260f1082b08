import { randomUUID } from 'node:crypto'
import type { ProblemDetails } from '../../src/api/problems'
import type { JobPage, JobView } from '../../src/api/schemas/publish-job'
import type { QuotaDayView } from '../../src/api/views/quota-view'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())
beforeEach(async () => {
  const { prisma } = api
  await prisma.publishJob.deleteMany()
  await prisma.youTubeQuota.deleteMany()
})

const quota = <Body = QuotaDayView>(query = '') => api.send<Body>('GET', `/v1/quotas/youtube${query}`)

type Creator = Awaited<ReturnType<typeof createCreator>>

/** A job of the queue since so many minutes ago. */
async function waiting(
  creator: Creator,
  minutes: number,
  columns: Partial<Prisma.PublishJobUncheckedCreateInput> = {},
): Promise<string> {
  const { jobId } = await api.prisma.publishJob.create({
    data: {
      jobId: `publish-${randomUUID()}`,
      ...creator,
      platform: 'YOUTUBE',
      caption: 'Bedtime',
      status: 'DELAYED',
      phase: 'waiting-for-quota',
      waitReason: 'youtube-quota-exhausted',
      waitUntil: new Date('2027-01-16T08:00:00Z'),
      errorCode: 'youtube-quota-exhausted',
      errorCategory: 'quota',
      errorMessage: 'What was said when it began to wait.',
      quotaQueuedAt: new Date(api.clock.nowMs() - minutes * 60_000),
      ...columns,
    },
  })
  return jobId
}

/** Nothing more goes out today, and six uploads on each coming day. */
const fillToday = () => api.prisma.youTubeQuota.create({ data: { date: '2027-01-15', used: 9_600, limit: 10_000 } })

describe('a day', () => {
  test('that nobody has used is told as it would be counted', async () => {
    expect((await quota()).body).toEqual({
      day: '2027-01-15',
      model: 'units-1600',
      used: 0,
      limit: 10_000,
      costPerUpload: 1_600,
      placesFree: 6,
      uploads: { held: 0, spent: 0 },
      callUnits: 0,
      closedAt: null,
      resetAt: '2027-01-16T08:00:00.000Z',
      buckets: [],
      queue: { waiting: 0, users: 0, nextGrantAt: '2027-01-16T08:00:00.000Z' },
      forecast: [],
    })
  })

  test('is told as its own row says, whatever is configured now', async () => {
    const closedAt = new Date('2026-12-24T20:00:00Z')
    const date = '2026-12-24'
    await api.prisma.youTubeQuota.create({
      data: { date, model: 'upload-bucket', uploadCost: 1, used: 3, limit: 100, closedAt },
    })
    await api.prisma.quotaBucket.create({ data: { name: 'units', date, used: 150, limit: 10_000 } })
    const of = { purpose: 'upload', date, units: 1 }
    await api.prisma.quotaReservation.createMany({
      data: [
        { ...of, publishJobId: 'a', sessionNumber: 1, state: 'SPENT' },
        { ...of, publishJobId: 'a', sessionNumber: 2, state: 'SPENT' },
        { ...of, publishJobId: 'b', sessionNumber: 1, state: 'HELD' },
        { ...of, publishJobId: 'c', sessionNumber: 1, state: 'RELEASED' },
      ],
    })

    const { body } = await quota(`?day=${date}`)

    expect(body).toMatchObject({
      day: date,
      model: 'upload-bucket',
      costPerUpload: 1,
      used: 3,
      placesFree: 0,
      uploads: { held: 1, spent: 2 },
      closedAt: closedAt.toISOString(),
      resetAt: '2026-12-25T08:00:00.000Z',
    })
    expect(body.buckets).toContainEqual({ name: 'units', used: 150, limit: 10_000, closedAt: null })
  })

  test.each([
    ['2027-03-14', '2027-03-15T07:00:00.000Z', 23],
    ['2027-11-07', '2027-11-08T08:00:00.000Z', 25],
  ])('on which the clocks change (%s) ends at its own midnight', async (day, resetAt, hours) => {
    expect((await quota(`?day=${day}`)).body.resetAt).toBe(resetAt)
    const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
    const beginsAt = (await quota(`?day=${before}`)).body.resetAt
    expect(Date.parse(resetAt) - Date.parse(beginsAt)).toBe(hours * 3_600_000)
  })

  test.each(['2026-02-30', '2027-13-01', '2027-1-5', '20270115', 'today', '', '2027-01-15T00:00:00Z'])(
    'that is none (%s) is refused by its name',
    async (day) => {
      const { status, body } = await quota<ProblemDetails>(`?day=${day}`)
      expect([status, body.code]).toEqual([422, 'validation-failed'])
      expect(body.errors).toEqual([{ parameter: 'day', code: 'malformed', message: expect.stringContaining('a day') }])
    },
  )

  test('is not asked for by another name', async () => {
    const { status, body } = await quota<ProblemDetails>('?date=2027-01-15')
    expect(status).toBe(422)
    expect(body.errors).toMatchObject([{ parameter: 'date', code: 'unknown-parameter' }])
  })
})

describe('the queue', () => {
  test('is told with whose it is and how many of it each coming day should take', async () => {
    await fillToday()
    const [anna, ben] = [await createCreator(api.prisma), await createCreator(api.prisma)]
    for (let minutes = 1; minutes <= 7; minutes++) await waiting(anna, minutes)
    await waiting(ben, 1)

    const { body } = await quota()

    expect(body.placesFree).toBe(0)
    expect(body.queue).toEqual({ waiting: 8, users: 2, nextGrantAt: '2027-01-16T08:00:00.000Z' })
    expect(body.forecast).toEqual([
      { day: '2027-01-16', uploads: 6 },
      { day: '2027-01-17', uploads: 2 },
    ])
  })

  test('gives each waiting job a place, a day, an instant and a sentence', async () => {
    await fillToday()
    const anna = await createCreator(api.prisma)
    const jobIds = [await waiting(anna, 3), await waiting(anna, 2), await waiting(anna, 1)]

    const { body } = await api.send<JobView>('GET', `/v1/publish-jobs/${jobIds[1]}`)

    expect(body).toMatchObject({
      waitReason: 'youtube-quota-exhausted',
      queue: { place: 2, of: 3, day: '2027-01-16', estimatedAt: '2027-01-16T08:10:00.000Z' },
      error: {
        code: 'youtube-quota-exhausted',
        message:
          'Your video is 2nd in the queue and should go out on Saturday, January 16 at about 00:10 Pacific. Nothing needs to be done.',
      },
    })
  })

  test('tells a job whose turn comes too late that only a freed place would help', async () => {
    await fillToday()
    const jobId = await waiting(await createCreator(api.prisma), 1, { publishBefore: new Date('2027-01-15T20:00:00Z') })
    const { body } = await api.send<JobView>('GET', `/v1/publish-jobs/${jobId}`)
    expect(body.error?.message).toContain('too late for its publishBefore, unless a place is freed')
  })

  test('is told for every job of a page that waits in it, and for no other', async () => {
    await fillToday()
    const anna = await createCreator(api.prisma)
    for (const minutes of [3, 2, 1]) await waiting(anna, minutes)
    await waiting(anna, 1, { phase: 'cooling-down', waitReason: 'rate-limited', platform: 'TIKTOK' })

    const { body } = await api.send<JobPage>('GET', `/v1/publish-jobs?userId=${anna.userId}`)

    expect(body.items.map(({ queue }) => queue && [queue.place, queue.of])).toEqual([null, [3, 3], [2, 3], [1, 3]])
  })
})

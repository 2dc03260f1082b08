import { startTestApi, type TestApi } from '../support/api'
import { MINUTE_MS, webhookSender, type Creator } from '../support/webhook-sender'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
beforeEach(() => {
  api.runs.told = []
  api.runs.failWith = null
})
afterAll(() => api.close())

const { creator, deliver, eventBody, knownEvents, removal, secondsAt, sentJob } = webhookSender(() => api)

describe('a removed authorization', () => {
  test('ends that one connection, and tells no run: its jobs find out', async () => {
    const [mom, dad] = [await creator(), await creator()]
    await sentJob(mom, 'v_pub_1')

    expect((await deliver(removal(mom.openId))).status).toBe(200)

    expect(await mom.connection('TIKTOK')).toMatchObject({
      status: 'REVOKED',
      statusReason: 'authorization-removed',
      statusChangedAt: new Date(api.clock.nowMs()),
    })
    expect(await mom.connection('INSTAGRAM')).toMatchObject({ status: 'ACTIVE' })
    expect(await dad.connection('TIKTOK')).toMatchObject({ status: 'ACTIVE' })
    expect(api.runs.told).toEqual([])
  })

  test('is taken up to five minutes after, or before, its signature by our clock', async () => {
    for (const offsetMs of [-5 * MINUTE_MS + 1_000, 5 * MINUTE_MS - 1_000]) {
      const someone = await creator()
      await deliver(removal(someone.openId), { atMs: api.clock.nowMs() + offsetMs })
      expect(await someone.connection('TIKTOK')).toMatchObject({ status: 'REVOKED' })
    }
  })

  test('that comes late does not hurt a grant that is newer', async () => {
    const someone = await creator()
    const { id, connectedAt } = await someone.connection('TIKTOK')
    const before = { create_time: secondsAt(connectedAt.getTime()) - 1 }
    expect((await deliver(removal(someone.openId, before))).status).toBe(200)
    expect(await someone.connection('TIKTOK')).toMatchObject({ status: 'ACTIVE' })

    const after = { create_time: secondsAt(connectedAt.getTime()) + 1 }
    await deliver(removal(someone.openId, after))
    expect(await someone.connection('TIKTOK')).toMatchObject({ status: 'REVOKED' })

    const reconnected = { status: 'ACTIVE', connectedAt: new Date(api.clock.nowMs()) } as const
    await api.prisma.platformConnection.update({ where: { id }, data: reconnected })
    expect((await deliver(removal(someone.openId, { ...after, again: true }))).status).toBe(200)
    expect(await someone.connection('TIKTOK')).toMatchObject({ status: 'ACTIVE' })
  })

  test('leaves alone what the user has disconnected here', async () => {
    const someone = await creator()
    const { id } = await someone.connection('TIKTOK')
    const data = { status: 'REVOKED', statusReason: 'disconnected' } as const
    await api.prisma.platformConnection.update({ where: { id }, data })
    await deliver(removal(someone.openId))
    expect(await someone.connection('TIKTOK')).toMatchObject(data)
  })

  test('of an account that nobody has connected is answered 200', async () => {
    expect((await deliver(removal('nobody'))).status).toBe(200)
  })
})

describe('an event of a post', () => {
  const event = ({ openId }: Creator, publishId: string, name = 'complete', more: object = {}) =>
    eventBody(`post.publish.${name}`, openId, { publish_id: publishId, publish_type: 'DIRECT_PUBLISH', ...more })

  test.each(['complete', 'failed', 'inbox_delivered', 'publicly_available', 'no_longer_publicaly_available'])(
    '%s makes the run ask that awaits that upload’s verdict, and no other',
    async (name) => {
      const someone = await creator()
      const jobId = await sentJob(someone, 'v_pub_1')
      await sentJob(someone, 'v_pub_2')
      await sentJob(await creator(), 'v_pub_1')
      expect((await deliver(event(someone, 'v_pub_1', name))).status).toBe(200)
      expect(api.runs.told).toEqual([jobId])
    },
  )

  test('decides nothing by itself: the job stays as it is', async () => {
    const someone = await creator()
    const jobId = await sentJob(someone, 'v_pub_1')
    await deliver(event(someone, 'v_pub_1', 'failed', { reason: 'spam_risk' }))
    const row = await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId } })
    expect(row).toMatchObject({ phase: 'processing', commitVerdict: null, errorCode: null })
  })

  test('reaches a post whose public id is awaited, an unconfirmed job, and an upload that may be the one', async () => {
    const someone = await creator()
    const { userId, videoId } = someone
    const published = await sentJob(someone, 'v_pub_1', { phase: 'published', commitVerdict: 'published' })
    const { id: publishJobId } = await api.prisma.publishJob.findUniqueOrThrow({ where: { jobId: published } })
    await api.prisma.publishedPost.create({
      data: {
        userId,
        videoId,
        platform: 'TIKTOK',
        platformPostId: `v_pub_1-${userId}`,
        platformPostIdProvisional: true,
        caption: '',
        publishJobId,
      },
    })
    const lost = await sentJob(someone, null, { phase: 'unconfirmed' })
    await sentJob(someone, 'v_pub_3', { commitVerdict: 'not-published' })
    await deliver(event(someone, 'v_pub_1', 'publicly_available'))
    expect(new Set(api.runs.told)).toEqual(new Set([published, lost]))
  })

  test('with ids above 2^53 is told with every digit, as number and as text', async () => {
    const id = '7657400652745821453'
    const number = eventBody('post.publish.no_longer_publicaly_available', 'nobody')
    const content = `{\\"publish_id\\":\\"v_pub_1\\",\\"post_id\\":${id}}`
    expect((await deliver(number.replace(/"content":"[^"]*"/, `"content":"${content}"`))).status).toBe(200)
    const text = eventBody('post.publish.publicly_available', 'nobody', { post_id: id })
    expect((await deliver(text)).status).toBe(200)
    expect(api.logText().match(new RegExp(`"postId":"${id}"`, 'g'))).toHaveLength(2)
  })

  test('whose content cannot be read makes every run of the account ask', async () => {
    const someone = await creator()
    const jobs = [await sentJob(someone, 'v_pub_1'), await sentJob(someone, 'v_pub_2')]
    await deliver(eventBody('post.publish.complete', someone.openId, {}, { content: '{"publish_id":' }))
    expect(new Set(api.runs.told)).toEqual(new Set(jobs))
  })

  test('that comes again is acted upon once, whatever the time of its signature', async () => {
    const someone = await creator()
    await sentJob(someone, 'v_pub_1')
    const body = event(someone, 'v_pub_1')
    for (const offsetMs of [0, 0, MINUTE_MS]) {
      expect((await deliver(body, { atMs: api.clock.nowMs() + offsetMs })).status).toBe(200)
    }
    expect(api.runs.told).toHaveLength(1)
  })

  test('is not swallowed while Temporal is away: it is refused, delivered again, and then acted upon', async () => {
    const someone = await creator()
    const jobId = await sentJob(someone, 'v_pub_1')
    const body = event(someone, 'v_pub_1')
    const before = await knownEvents()

    api.runs.failWith = new Error('14 UNAVAILABLE')
    const { status, body: problem } = await deliver(body)
    expect([status, problem.code]).toEqual([503, 'not-ready'])
    expect(await knownEvents()).toBe(before)

    api.runs.failWith = null
    expect((await deliver(body)).status).toBe(200)
    expect(api.runs.told).toEqual([jobId])
    expect(await knownEvents()).toBe(before + 1)
  })
})

test('one removal that is delivered twenty times at once ends the connection once', async () => {
  const someone = await creator()
  const body = removal(someone.openId)
  const before = await knownEvents()
  const logged = api.logText().length
  const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(body)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await knownEvents()).toBe(before + 1)
  const touched = api
    .logText()
    .slice(logged)
    .match(/"touched":[1-9]/g)
  expect(touched).toEqual(['"touched":1'])
  expect(await someone.connection('TIKTOK')).toMatchObject({ status: 'REVOKED' })
})

test('events that overtake each other are each acted upon', async () => {
  const someone = await creator()
  const jobId = await sentJob(someone, 'v_pub_1')
  for (const name of ['publicly_available', 'complete'])
    await deliver(eventBody(`post.publish.${name}`, someone.openId, { publish_id: 'v_pub_1' }))
  expect(api.runs.told).toEqual([jobId, jobId])
})

test('an event that Publisher does not know is answered 200 and told in the log', async () => {
  expect((await deliver(eventBody('portability.download.ready', 'nobody'))).status).toBe(200)
  expect(api.logText()).toContain('"event":"portability.download.ready","kind":"unknown"')
})

import { createHmac } from 'node:crypto'
import type { CheckpointReference } from '../../src/domain/ports/platform'
import { createCreator, META_SECRETS, startTestApi, TIKTOK_APP, type Send, type TestApi } from '../support/api'

const MINUTE_MS = 60_000

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
beforeEach(() => {
  api.runs.told = []
  api.runs.failWith = null
})
afterAll(() => api.close())

/** A creator who has connected an account on each platform an hour ago. */
async function creator() {
  const { userId, videoId } = await createCreator(api.prisma)
  const connectedAt = new Date(api.clock.nowMs() - 60 * MINUTE_MS)
  await api.prisma.platformConnection.updateMany({ where: { userId }, data: { connectedAt } })
  const connection = (platform: 'TIKTOK' | 'INSTAGRAM') =>
    api.prisma.platformConnection.findUniqueOrThrow({ where: { userId_platform: { userId, platform } } })
  return { userId, videoId, connection, openId: `TIKTOK-${userId}`, instagramId: `INSTAGRAM-${userId}` }
}

type Creator = Awaited<ReturnType<typeof creator>>

const secondsAt = (atMs = api.clock.nowMs()) => Math.floor(atMs / 1_000)

const eventBody = (event: string, openId: string, content: object = {}, more: object = {}): string =>
  JSON.stringify({
    client_key: TIKTOK_APP.clientKey,
    event,
    create_time: secondsAt(),
    user_openid: openId,
    content: JSON.stringify(content),
    ...more,
  })

interface Signing {
  atMs?: number
  secret?: string
}

const tiktokSignature = (body: string, { atMs, secret = TIKTOK_APP.clientSecret }: Signing = {}) => {
  const t = secondsAt(atMs)
  return `t=${t},s=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`
}

const post = (path: string, sent: Send) => api.send('POST', `/v1/webhooks/${path}`, { key: null, ...sent })

const deliver = (body: string, signing: Signing = {}) =>
  post('tiktok', { body, headers: { 'tiktok-signature': tiktokSignature(body, signing) } })

const removal = (openId: string, more: object = {}) => eventBody('authorization.removed', openId, { reason: 1 }, more)

const knownEvents = () => api.prisma.platformEvent.count()

/** A job whose commit was sent for the upload `publishId`. */
async function sentJob(
  { userId, videoId, openId }: Creator,
  publishId: string | null,
  change: { phase?: string; commitVerdict?: string } = {},
) {
  const jobId = `publish-${publishId ?? 'unnamed'}-${userId}`
  const { id } = await api.prisma.publishJob.create({
    data: {
      jobId,
      userId,
      videoId,
      platform: 'TIKTOK',
      platformUserId: openId,
      caption: '',
      status: 'ACTIVE',
      phase: 'processing',
      commitRequestedAt: new Date(),
      commitNumber: 1,
      commitCheckpointNumber: 1,
      ...change,
    },
  })
  const reference: CheckpointReference = publishId === null ? { source: 'url' } : { publishId }
  const fingerprint = { platformUserId: openId, objectEtag: 'etag', revision: 0 }
  await api.checkpoints.save(id, { number: 1, reference, expiresAtMs: api.clock.nowMs(), ...fingerprint })
  return jobId
}

describe('what is not TikTok’s is refused, and changes nothing', () => {
  const refused = async (answer: ReturnType<typeof post>, { connection }: Creator, expected: unknown[]) => {
    const before = await knownEvents()
    const { status, body } = await answer
    expect([status, body.code]).toEqual(expected)
    expect(await connection('TIKTOK')).toMatchObject({ status: 'ACTIVE', statusReason: null })
    expect(await knownEvents()).toBe(before)
  }
  const INVALID = [401, 'webhook-signature-invalid']

  test.each<[string, (body: string) => Record<string, string>]>([
    ['no signature', () => ({})],
    ['another secret’s', (body) => ({ 'tiktok-signature': tiktokSignature(body, { secret: 'guessed' }) })],
    ['one over other bytes', (body) => ({ 'tiktok-signature': tiktokSignature(` ${body}`) })],
    [
      'one for another time',
      (body) => ({ 'tiktok-signature': tiktokSignature(body).replace(/t=\d+/, `t=${secondsAt() + 1}`) }),
    ],
    ['half of one', (body) => ({ 'tiktok-signature': tiktokSignature(body).slice(0, -32) })],
    ['no hex', (body) => ({ 'tiktok-signature': tiktokSignature(body).replace(/s=.{8}/, 's=zzzzzzzz') })],
    ['another scheme', () => ({ 'tiktok-signature': 'sha256=00' })],
  ])('with %s as signature', async (_name, headers) => {
    const someone = await creator()
    const body = removal(someone.openId)
    await refused(post('tiktok', { body, headers: headers(body) }), someone, INVALID)
  })

  test('an altered body', async () => {
    const [mom, dad] = [await creator(), await creator()]
    const signature = tiktokSignature(removal(dad.openId))
    const body = removal(mom.openId)
    await refused(post('tiktok', { body, headers: { 'tiktok-signature': signature } }), mom, INVALID)
  })

  test.each([
    ['more than five minutes ago', -5 * MINUTE_MS - 1_000],
    ['more than five minutes ahead', 5 * MINUTE_MS + 1_000],
    ['at the beginning of time', -Date.parse('2027-01-15T12:00:00Z')],
  ])('one signed %s', async (_name, offsetMs) => {
    const someone = await creator()
    const answer = deliver(removal(someone.openId), { atMs: api.clock.nowMs() + offsetMs })
    await refused(answer, someone, [401, 'webhook-too-old'])
  })

  test('one for another app', async () => {
    const someone = await creator()
    await refused(deliver(removal(someone.openId, { client_key: 'other-app' })), someone, INVALID)
  })

  test.each<[string, () => string]>([
    ['is no JSON', () => 'removed!'],
    ['is an empty list', () => '[]'],
    ['names no event', () => JSON.stringify({ client_key: TIKTOK_APP.clientKey })],
    ['names a time that no calendar has', () => removal('someone', { create_time: 1e15 })],
    ['names a user whom no database can hold', () => removal('\ud800\0')],
  ])('a signed body that %s', async (_name, body) => {
    await refused(deliver(body()), await creator(), [400, 'webhook-malformed'])
  })

  test('a huge one', async () => {
    const someone = await creator()
    const answer = deliver(removal(someone.openId, { padding: 'x'.repeat(65 * 1024) }))
    await refused(answer, someone, [413, 'body-too-large'])
  })

  test('one of another media type', async () => {
    const someone = await creator()
    const body = removal(someone.openId)
    const headers = { 'tiktok-signature': tiktokSignature(body), 'content-type': 'text/plain' }
    await refused(post('tiktok', { body, headers }), someone, [415, 'unsupported-media-type'])
  })
})

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

describe('Meta’s deauthorise callback', () => {
  const encode = (told: unknown) =>
    Buffer.from(typeof told === 'string' ? told : JSON.stringify(told)).toString('base64url')
  const signed = (payload: string, secret = META_SECRETS.instagram) =>
    `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`
  const request = (userId: string, more: object = {}) =>
    encode({ algorithm: 'HMAC-SHA256', issued_at: secondsAt(), user_id: userId, ...more })
  const send = (signedRequest: string) =>
    post('instagram', {
      body: new URLSearchParams({ signed_request: signedRequest }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })

  test('ends the connection, found by the app-scoped id or the account’s own, whichever app of ours it names', async () => {
    for (const secret of Object.values(META_SECRETS)) {
      const [mom, dad] = [await creator(), await creator()]
      const { id } = await mom.connection('INSTAGRAM')
      const appScopedUserId = `9${mom.instagramId}`
      await api.prisma.platformConnection.update({ where: { id }, data: { appScopedUserId } })
      expect((await send(signed(request(appScopedUserId), secret))).status).toBe(200)
      expect((await send(signed(request(dad.instagramId), secret))).status).toBe(200)
      for (const { connection } of [mom, dad]) {
        expect(await connection('INSTAGRAM')).toMatchObject({
          status: 'REVOKED',
          statusReason: 'authorization-removed',
        })
        expect(await connection('TIKTOK')).toMatchObject({ status: 'ACTIVE' })
      }
    }
  })

  test('that comes again, or late, does not hurt a grant that is newer', async () => {
    const someone = await creator()
    const { id } = await someone.connection('INSTAGRAM')
    const callback = signed(request(someone.instagramId))
    await send(callback)
    const data = { status: 'ACTIVE', connectedAt: new Date(api.clock.nowMs() + 1_000) } as const
    await api.prisma.platformConnection.update({ where: { id }, data })
    expect((await send(callback)).status).toBe(200)
    expect((await send(signed(request(someone.instagramId, { late: true })))).status).toBe(200)
    expect(await someone.connection('INSTAGRAM')).toMatchObject({ status: 'ACTIVE' })
  })

  test.each<[string, unknown[], (userId: string) => string]>([
    ['another secret', [401, 'webhook-signature-invalid'], (id) => signed(request(id), 'guessed')],
    [
      'the signature of another payload',
      [401, 'webhook-signature-invalid'],
      (id) => `${signed(request('x')).split('.')[0]}.${request(id)}`,
    ],
    ['no signature', [401, 'webhook-signature-invalid'], (id) => `.${request(id)}`],
    ['no dot', [401, 'webhook-signature-invalid'], request],
    ['nothing', [401, 'webhook-signature-invalid'], () => ''],
    ['another algorithm', [400, 'webhook-malformed'], (id) => signed(request(id, { algorithm: 'none' }))],
    ['no user', [400, 'webhook-malformed'], () => signed(encode({ algorithm: 'HMAC-SHA256', issued_at: secondsAt() }))],
    ['no JSON', [400, 'webhook-malformed'], () => signed(encode('removed!'))],
    [
      'an issue four days ago',
      [401, 'webhook-too-old'],
      (id) => signed(request(id, { issued_at: secondsAt() - 4 * 86_400 })),
    ],
    ['an issue ahead of us', [401, 'webhook-too-old'], (id) => signed(request(id, { issued_at: secondsAt() + 600 }))],
  ])('with %s is refused, and changes nothing', async (_name, expected, make) => {
    const someone = await creator()
    const before = await knownEvents()
    const { status, body } = await send(make(someone.instagramId))
    expect([status, body.code]).toEqual(expected)
    expect(await someone.connection('INSTAGRAM')).toMatchObject({ status: 'ACTIVE', statusReason: null })
    expect(await knownEvents()).toBe(before)
  })
})

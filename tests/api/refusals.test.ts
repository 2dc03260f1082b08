import { randomUUID } from 'node:crypto'
import { ALL_TARGETS, createCreator, startTestApi } from '../support/api'
import type { ProblemDetails } from '../../src/api/problems'
import type { TestApi } from '../support/api'

let api: TestApi
let userId: string
let videoId: string

beforeAll(async () => {
  api = await startTestApi()
  ;({ userId, videoId } = await createCreator(api.prisma))
})
afterAll(() => api.close())
afterEach(async () => {
  expect(await api.prisma.publishJob.count()).toBe(0)
  expect(await api.prisma.idempotencyRecord.count()).toBe(0)
  expect(api.runs.started).toEqual([])
})

const instagram = [{ platform: 'INSTAGRAM' }]
const post = (body: unknown, headers: Record<string, string> = {}) =>
  api.send('POST', '/v1/publish-jobs', { body, headers: { 'idempotency-key': randomUUID(), ...headers } })
const publish = (extra: object) => post({ userId, videoId, targets: instagram, ...extra })

const told = ({ errors = [] }: ProblemDetails) =>
  errors.map((error) => `${'pointer' in error ? error.pointer : error.parameter} ${error.code}`)

test('every violation is told at once: unknown fields, instants, references and the platforms’ own rules', async () => {
  const { status, headers, body } = await post({
    userId,
    videoId: 'no-such-video',
    caption: 'x'.repeat(2_300),
    scheduledFor: '2027-03-01T18:00:00',
    colour: 'red',
    targets: [
      { platform: 'INSTAGRAM', connectionId: 'no-such-connection' },
      { platform: 'TIKTOK', shade: 1 },
      { platform: 'TIKTOK' },
    ],
  })

  expect(status).toBe(422)
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(body).toMatchObject({ type: '/problems/validation-failed', status: 422, code: 'validation-failed' })
  expect(body.requestId).toBe(headers.get('x-request-id'))
  expect(body.remedy).toEqual(expect.any(String))
  expect(told(body)).toEqual([
    '/scheduledFor instant-needs-offset',
    '/targets/1/shade unknown-field',
    '/colour unknown-field',
    '/videoId video-not-found',
    '/targets/2/platform duplicate-platform',
    '/targets/0/connectionId connection-not-found',
  ])
})

test('what a platform does not take is told beside an unknown field, at the place that the target took it from', async () => {
  const { body } = await publish({
    colour: 'red',
    caption: 'x'.repeat(2_300),
    targets: [
      { platform: 'INSTAGRAM' },
      { platform: 'TIKTOK', caption: 'y'.repeat(2_300), options: { privacyLevel: 'NOBODY', sound: 1 } },
    ],
  })
  expect(told(body)).toEqual([
    '/colour unknown-field',
    '/caption caption-too-long',
    '/targets/1/options/privacyLevel invalid-option',
    '/targets/1/options/sound unknown-option',
    '/targets/1/caption caption-too-long',
  ])
})

test.each([
  ['an unknown video', () => ({ videoId: 'nope' }), '/videoId video-not-found'],
  ['a past instant', () => ({ scheduledFor: '2027-01-15T11:59:59Z' }), '/scheduledFor scheduled-in-the-past'],
  ['an instant without offset', () => ({ scheduledFor: '2027-01-16T11:59:59' }), '/scheduledFor instant-needs-offset'],
  ['no instant at all', () => ({ scheduledFor: 'tomorrow' }), '/scheduledFor malformed-instant'],
  ['a day that does not exist', () => ({ scheduledFor: '2027-02-30T00:00:00Z' }), '/scheduledFor malformed-instant'],
  ['no targets', () => ({ targets: [] }), '/targets too-small'],
  ['an unknown platform', () => ({ targets: [{ platform: 'MYSPACE' }] }), '/targets/0/platform not-allowed'],
  ['a missing user', () => ({ userId: undefined }), '/userId required'],
  ['a wrong type', () => ({ caption: 7 }), '/caption wrong-type'],
  ['a caption beyond all bounds', () => ({ caption: 'x'.repeat(10_001) }), '/caption too-large'],
  ['a hashtag with #', () => ({ hashtags: ['#a'] }), '/hashtags/0 invalid-hashtag'],
  ['too many hashtags for the platform', () => ({ hashtags: Array(31).fill('tag') }), '/caption too-many-hashtags'],
])('%s is refused by code and pointer', async (_what, change, expected) => {
  const { status, body } = await publish(change())
  expect(status).toBe(422)
  expect(told(body)).toContain(expected)
})

test('what belongs to another user, or is not usable, is refused', async () => {
  const other = await createCreator(api.prisma)
  await api.prisma.platformConnection.update({ where: { id: `${other.userId}-YOUTUBE` }, data: { status: 'REVOKED' } })
  await api.prisma.video.update({ where: { id: other.videoId }, data: { status: 'PROCESSING' } })

  const foreign = await publish({
    videoId: other.videoId,
    targets: [{ ...instagram[0], connectionId: `${other.userId}-INSTAGRAM` }],
  })
  expect(told(foreign.body)).toEqual([
    '/videoId video-of-another-user',
    '/targets/0/connectionId connection-of-another-user',
  ])

  const unusable = await post({
    ...other,
    targets: [ALL_TARGETS[2], { platform: 'INSTAGRAM', connectionId: `${other.userId}-TIKTOK` }],
  })
  expect(told(unusable.body)).toEqual([
    '/videoId video-not-ready',
    '/targets/0/connectionId connection-not-usable',
    '/targets/1/connectionId connection-of-another-platform',
  ])
})

test.each([
  ['a body that is no JSON', '{"userId":', {}, 400, 'invalid-json'],
  ['a body that is no object', '"text"', {}, 400, 'invalid-json'],
  ['a NUL character, which the database cannot keep', '{"caption":"\\u0000"}', {}, 400, 'invalid-json'],
  ['half a surrogate pair', '{"caption":"\\ud83d"}', {}, 400, 'invalid-json'],
  [
    'another content type',
    'userId=1',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported-media-type',
  ],
  ['an unknown charset', '{}', { 'content-type': 'application/json; charset=latin1' }, 415, 'unsupported-media-type'],
  ['more than 64 KiB', JSON.stringify({ caption: 'x'.repeat(70_000) }), {}, 413, 'body-too-large'],
])('%s is refused', async (_what, body, headers, status, code) => {
  const answer = await post(body, headers)
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('no key, a wrong key, a revoked key and a key without the scope are told apart', async () => {
  const body = { userId, videoId, targets: instagram }
  const revoked = await api.newKey(['publish'])
  await api.prisma.apiKey.updateMany({ where: { scopes: { equals: ['publish'] } }, data: { revokedAt: new Date() } })
  const reader = await api.newKey(['read'])
  const attempt = async (key: string | null) => {
    const answer = await api.send('POST', '/v1/publish-jobs', { body, key })
    return [answer.status, answer.body.code, answer.headers.get('www-authenticate')]
  }

  expect(await attempt(null)).toEqual([401, 'api-key-missing', 'Bearer'])
  expect(await attempt('pub_wrong')).toEqual([401, 'api-key-invalid', 'Bearer'])
  expect(await attempt(revoked)).toEqual([401, 'api-key-invalid', 'Bearer'])
  expect(await attempt(reader)).toEqual([403, 'scope-missing', null])
})

test('without a key nothing is read: the body is not even parsed', async () => {
  const answer = await api.send('POST', '/v1/publish-jobs', { body: 'no json', key: null })
  expect(answer.status).toBe(401)
})

test.each([
  ['GET', '/v1/nothing', 404, 'route-not-found'],
  ['DELETE', '/v1/publish-jobs', 404, 'route-not-found'],
  ['GET', '/v1/publish-jobs/publish-unknown', 404, 'job-not-found'],
  ['POST', '/v1/publish-jobs/publish-unknown/cancel', 404, 'job-not-found'],
  ['POST', '/v1/publish-jobs/publish-unknown/publish-now', 404, 'job-not-found'],
  ['GET', '/v1/users/unknown', 404, 'user-not-found'],
  ['GET', '/v1/posts/unknown', 404, 'post-not-found'],
  ['GET', '/v1/publish-jobs/%ff', 400, 'malformed-request'],
  ['GET', '/v1/publish-jobs/a%00b', 422, 'validation-failed'],
])('%s %s answers %i %s', async (method, path, status, code) => {
  const answer = await api.send(method, path)
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('query parameters are checked like bodies', async () => {
  const { status, body } = await api.send(
    'GET',
    '/v1/publish-jobs?limit=0&status=DONE&cursor=x&phase=published&phase=failed&colour=red',
  )
  expect(status).toBe(422)
  expect(told(body).sort()).toEqual(
    [
      'colour unknown-parameter',
      'cursor invalid-cursor',
      'limit too-small',
      'phase not-allowed',
      'status not-allowed',
    ].sort(),
  )
})

test('an error that nobody expected tells nothing but its request id', async () => {
  await api.prisma.$executeRaw`ALTER TABLE "PublishedPost" RENAME TO "Hidden"`
  const { status, body } = await api.send('GET', '/v1/posts/any')
  await api.prisma.$executeRaw`ALTER TABLE "Hidden" RENAME TO "PublishedPost"`

  expect(status).toBe(500)
  expect(body.code).toBe('internal')
  expect(Object.keys(body).sort()).toEqual(['code', 'remedy', 'requestId', 'status', 'title', 'type'])
  expect(api.logText()).toContain(body.requestId)
})

import { randomUUID } from 'node:crypto'
import type { Receipts } from '../../src/api/schemas/publish-job'
import type { Scope } from '../../src/security/api-keys'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import type { OpenApi } from '../support/answer-check'
import { FOREIGN_REQUESTS, type Ask, type Own, type Things } from '../support/foreign-requests'

const SCOPES: Scope[] = ['publish', 'read', 'accounts']

let api: TestApi
/** By operation id, as the document has them. */
let operations: Map<string, Operation>

interface Operation {
  method: string
  path: string
  scope: string | undefined
}

beforeAll(async () => {
  api = await startTestApi()
  const { paths } = (await (await fetch(`${api.url}/openapi.json`)).json()) as OpenApi
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, security }]) => {
      const operation = { method: method.toUpperCase(), path, scope: security[0]?.apiKey?.[0] }
      return [operationId, operation] as const
    }),
  )
  operations = new Map(all)
})
afterAll(() => api.close())

function operationOf(operationId: string): Operation {
  const operation = operations.get(operationId)
  if (!operation) throw new Error(`There is no operation ${operationId}.`)
  return operation
}

interface Caller {
  key: string
  own: Own
}

/** A key of a service, bound to one user of it or not, with a user of that service. */
async function newCaller(principal: string, bound: boolean): Promise<Caller> {
  const own = await createCreator(api.prisma)
  await api.prisma.user.update({ where: { id: own.userId }, data: { principal } })
  return { key: await api.newKey(SCOPES, principal, bound ? own.userId : undefined), own }
}

/** Everything that a user can have. */
async function newThings({ key, own: { userId, videoId } }: Caller): Promise<Things> {
  const platformUserId = `YOUTUBE-${userId}`
  const body = { userId, videoId, targets: [{ platform: 'INSTAGRAM' }] }
  const [job] = (await api.send<Receipts>('POST', '/v1/publish-jobs', { key, body })).body.jobs
  const at = new Date(api.clock.nowMs())
  const own = { userId, videoId, platform: 'YOUTUBE' as const }
  const removedJobId = `removed-${userId}`
  await api.prisma.publishJobTombstone.create({
    data: {
      ...{ ...own, jobId: removedJobId, principal: 'shop', status: 'FAILED', phase: 'failed' },
      ...{ createdAt: at, endedAt: at, removedAt: at },
    },
  })
  const post = await api.prisma.publishedPost.create({
    data: { ...own, platformPostId: `post-${userId}`, platformUserId, caption: '', publishedAt: at },
  })
  const archivedPostId = `archived-${userId}`
  const part = { month: '2025-12', part: 1, sha256: '', sizeBytes: 1, postCount: 1, metricCount: 0 }
  const archive = await api.prisma.postArchive.create({
    data: { ...part, userId, objectKey: userId, manifestKey: userId, archivedAt: at, prunedAt: at },
  })
  await api.prisma.prunedPost.create({
    data: { ...own, id: archivedPostId, archiveId: archive.id, platformPostId: archivedPostId },
  })
  await api.prisma.platformCooldown.create({
    data: {
      ...{ id: randomUUID(), platform: 'YOUTUBE', platformUserId, scope: 'WRITES', reason: 'posting-cap' },
      ...{
        message: 'It posts too often.',
        remedy: 'Nothing to do.',
        evidence: {},
        until: new Date(at.getTime() + 1e9),
      },
    },
  })
  const endpoint = await api.prisma.webhookEndpoint.create({
    data: { principal: 'shop', userId, url: 'https://example.com/hooks', events: [], secret: 'encrypted' },
  })
  const message = await api.prisma.webhookMessage.create({
    data: { endpointId: endpoint.id, type: 'webhook.test', payload: {}, createdAt: at },
  })
  const imageKey = `videos/${userId}/cover.mp4`
  api.objects.set(imageKey, { etag: 'e', sizeBytes: 1_000, contentType: 'image/jpeg' })
  return {
    ...{ userId, videoId, imageKey, connectionId: `${userId}-YOUTUBE`, jobId: String(job?.jobId), removedJobId },
    ...{ postId: post.id, archivedPostId, endpointId: endpoint.id, messageId: message.id },
  }
}

/** Of nobody. */
function noThings(): Things {
  const no = () => `unknown-${randomUUID()}`
  const userId = no()
  return {
    ...{ userId, videoId: no(), imageKey: `videos/${userId}/cover.mp4`, connectionId: no(), jobId: no() },
    ...{ removedJobId: no(), postId: no(), archivedPostId: no(), endpointId: no(), messageId: no() },
  }
}

/** The answer but for its request id. A stream is not read. */
async function send(key: string, method: string, { path, body }: Ask) {
  const response = await fetch(api.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  const text = isStream ? '' : await response.text()
  await response.body?.cancel().catch(() => undefined)
  return { status: response.status, text: text.replace(/,"requestId":"[^"]*"/, '') }
}

/** Every row that hangs on the user. */
const rowsOf = ({ userId: id }: Things) =>
  api.prisma.user.findUnique({
    where: { id },
    include: {
      ...{ publishJobs: true, videos: true, publishedPosts: true, platformConnections: true, apiKeys: true },
      webhookEndpoints: { include: { messages: true } },
    },
  })

/** As if it were about what is nobody's; ids may hold others. */
const renamed = (text: string, from: Things, to: Things): string =>
  (Object.keys(from) as (keyof Things)[])
    .sort((a, b) => from[b].length - from[a].length)
    .reduce((name, thing) => name.replaceAll(from[thing], to[thing]), text)

test('every route of the document says what of others could be asked of it', () => {
  const foreign = new Map(Object.entries(FOREIGN_REQUESTS))
  expect([...foreign.keys()].sort()).toEqual([...operations.keys()].sort())
  for (const [operationId, { scope }] of operations) {
    expect([operationId, foreign.get(operationId) === 'open']).toEqual([operationId, scope === undefined])
    expect([operationId, foreign.get(operationId) === 'operators']).toEqual([operationId, scope === 'operate'])
  }
})

const asked = Object.entries(FOREIGN_REQUESTS).flatMap(([operationId, asks]) =>
  typeof asks === 'string' ? [] : [[operationId, asks] as const],
)

describe.each([
  ['a key of another service', 'billing', false],
  ['a key of the same service that is bound to another user', 'shop', true],
])('%s', (_name, principal, bound) => {
  let caller: Caller
  let things: Things
  const nothing = noThings()

  beforeAll(async () => {
    caller = await newCaller(principal, bound)
    things = await newThings(await newCaller('shop', false))
  })

  test.each(asked)('gets from %s what there is of nobody, and changes nothing', async (operationId, asks) => {
    const { method } = operationOf(operationId)
    const before = await rowsOf(things)
    const told = api.runs.notified.length

    const ofNobody = asks(nothing, caller.own)
    for (const [index, ask] of asks(things, caller.own).entries()) {
      const answer = await send(caller.key, method, ask)
      const expected = await send(caller.key, method, ofNobody[index] ?? ask)
      expect({ ...answer, text: renamed(answer.text, things, nothing) }).toEqual(expected)
      const unnamed = Object.values(things).filter((id) => !JSON.stringify(ask).includes(String(id)))
      for (const id of unnamed) expect(answer.text).not.toContain(id)
    }
    expect(await rowsOf(things)).toEqual(before)
    expect(api.runs.notified.length).toBe(told)
  })
})

describe('the service whose they are', () => {
  test.each(asked)('gets from %s what there is of nobody else', async (operationId, asks) => {
    const { method } = operationOf(operationId)
    const [owner, stranger] = [await newCaller('shop', false), await newCaller('billing', false)]
    const ofNobody = asks(noThings(), stranger.own)
    for (const [index, ask] of asks(await newThings(owner), owner.own).entries())
      expect(await send(owner.key, method, ask)).not.toEqual(await send(stranger.key, method, ofNobody[index] ?? ask))
  })
})

describe('an operator', () => {
  test('sees what is every service’s', async () => {
    const { jobId, userId } = await newThings(await newCaller('shop', false))
    const key = await api.newKey(['read', 'operate'], 'ops')
    for (const path of [`/v1/publish-jobs/${jobId}`, `/v1/users/${userId}`])
      expect((await api.send('GET', path, { key })).status).toBe(200)
  })

  test.each(Object.entries(FOREIGN_REQUESTS).flatMap(([id, reason]) => (reason === 'operators' ? [id] : [])))(
    'alone is let in to %s',
    async (operationId) => {
      const { method, path } = operationOf(operationId)
      const { status, body } = await api.send(method, path.replaceAll(/\{\w+\}/g, 'x'))
      expect([status, body.code, body.scope]).toEqual([403, 'scope-missing', 'operate'])
    },
  )
})

describe('a user', () => {
  const put = (key: string, id: string, name: string | null = null) =>
    api.send('PUT', `/v1/users/${id}`, { key, body: { email: `${id}@example.com`, name } })

  test('belongs to the service that creates it, and to no other', async () => {
    const [shop, billing] = [await newCaller('shop', false), await newCaller('billing', false)]
    const id = `user-${randomUUID()}`
    expect((await put(shop.key, id, 'Mom')).status).toBe(201)
    expect((await put(shop.key, id, 'Dad')).status).toBe(200)

    const taken = await put(billing.key, id, 'Mallory')
    expect([taken.status, taken.body.code]).toEqual([409, 'user-id-taken'])
    expect(JSON.stringify(taken.body)).not.toContain('shop')
    expect(await api.prisma.user.findUnique({ where: { id } })).toMatchObject({ principal: 'shop', name: 'Dad' })
  })

  test('of before services had users is every service’s, and stays so', async () => {
    const { userId } = await createCreator(api.prisma)
    const { key } = await newCaller('billing', false)
    expect((await put(key, userId, 'New')).status).toBe(200)
    expect(await api.prisma.user.findUnique({ where: { id: userId } })).toMatchObject({ principal: null, name: 'New' })
  })

  test('changed by an operator stays its service’s', async () => {
    const { own } = await newCaller('shop', false)
    const key = await api.newKey(['accounts', 'operate'], 'ops')
    expect((await put(key, own.userId)).status).toBe(200)
    expect(await api.prisma.user.findUnique({ where: { id: own.userId } })).toMatchObject({ principal: 'shop' })
  })

  test('to whom a key is bound is the only one that it changes; it creates none', async () => {
    const [{ key, own }, other] = [await newCaller('shop', true), await newCaller('shop', false)]
    expect((await put(key, own.userId, 'Mom')).status).toBe(200)
    const foreign = await put(key, other.own.userId)
    const unknown = await put(key, `user-${randomUUID()}`)
    for (const { status, body } of [foreign, unknown]) expect([status, body.code]).toEqual([403, 'key-of-one-user'])
    expect({ ...foreign.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
  })

  test('that two requests create in the same moment is created once', async () => {
    const { key } = await newCaller('shop', false)
    const id = `user-${randomUUID()}`
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => put(key, id)))).map(({ status }) => status)
    expect(statuses.filter((status) => ![200, 201].includes(status))).toEqual([])
    expect(await api.prisma.user.findUnique({ where: { id } })).toMatchObject({ principal: 'shop' })
  })
})

test('a replayed request of another user is not told to a key that is bound to one', async () => {
  const [owner, bound] = [await newCaller('shop', false), await newCaller('shop', true)]
  const body = { ...owner.own, targets: [{ platform: 'INSTAGRAM' }] }
  const headers = { 'Idempotency-Key': randomUUID() }
  expect((await api.send('POST', '/v1/publish-jobs', { key: owner.key, body, headers })).status).toBe(202)
  const { status, body: answer } = await api.send('POST', '/v1/publish-jobs', { key: bound.key, body, headers })
  expect([status, answer.errors?.map(({ code }) => code)]).toEqual([
    422,
    ['user-not-found', 'video-not-found', 'connection-not-found'],
  ])
})

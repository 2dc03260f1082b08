import type { z } from 'zod'
import type {
  endpointHealth,
  endpointSecret,
  EndpointView,
  MessageLogView,
  MessageView,
} from '../../src/api/schemas/webhook'
import { WEBHOOK_EVENTS } from '../../src/domain/webhook-events'
import { hashApiKey, newApiKey, type Scope } from '../../src/security/api-keys'
import { createCreator, startTestApi, type Send, type TestApi } from '../support/api'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const PATH = '/v1/webhook-endpoints'
const BODY = { url: 'https://example.com/hooks', events: ['publish_job.completed'] }

type WithSecret = z.output<typeof endpointSecret>

const create = async (change: object = {}, options: Send = {}) =>
  (await api.send<WithSecret>('POST', PATH, { body: { ...BODY, ...change }, ...options })).body

const read = async (id: string) => (await api.send<z.output<typeof endpointHealth>>('GET', `${PATH}/${id}`)).body

/** A key of another service, or of one user. */
async function keyOf(principal: string, userId: string | null, scopes: Scope[] = ['read', 'accounts']) {
  const key = newApiKey()
  await api.prisma.apiKey.create({ data: { principal, keyHash: hashApiKey(key), scopes, userId } })
  return key
}

const sealed = (id: string) =>
  api.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id }, select: { secret: true, oldSecret: true } })

test('an endpoint is told its secret once; it is stored encrypted, and shown nowhere else', async () => {
  const { secret, ...endpoint } = await create({ description: 'Ours' })
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
  expect(endpoint).toMatchObject({ ...BODY, description: 'Ours', userId: null, enabled: true, disabledAt: null })
  expect(await read(endpoint.id)).toEqual({ ...endpoint, lastDay: { pending: 0, delivered: 0, failed: 0 } })
  const stored = await sealed(endpoint.id)
  expect(stored.secret).toMatch(/^v1\.test\./)
  expect(api.cipher.decrypt(stored.secret, `WebhookEndpoint/${endpoint.id}/secret`)).toBe(secret)
  const answers = await Promise.all([api.send('GET', PATH), api.send('PATCH', `${PATH}/${endpoint.id}`, { body: {} })])
  expect(JSON.stringify(answers)).not.toContain('whsec_')
  expect(JSON.stringify(answers)).not.toContain('v1.test.')
  expect(api.logText()).not.toContain(secret)
})

test('a new secret is told once, and for a day the one before is kept beside it', async () => {
  const { id, secret } = await create()
  const rotated = await api.send<WithSecret>('POST', `${PATH}/${id}/rotate-secret`)
  expect(rotated.status).toBe(200)
  expect(rotated.body.secret).not.toBe(secret)
  expect(Date.parse(String(rotated.body.oldSecretUntil))).toBe(api.clock.nowMs() + 24 * 3_600_000)
  const { oldSecret } = await sealed(id)
  expect(api.cipher.decrypt(String(oldSecret), `WebhookEndpoint/${id}/oldSecret`)).toBe(secret)
})

test('what is disabled ends what is on its way, takes nothing, and can be enabled again', async () => {
  const { id } = await create()
  const change = (body: object) => api.send<EndpointView>('PATCH', `${PATH}/${id}`, { body })
  const test = await api.send<MessageView>('POST', `${PATH}/${id}/test`)
  expect(test).toMatchObject({ status: 202, body: { type: 'webhook.test', state: 'pending' } })
  expect(api.deliveries).toContain(test.body.id)

  expect((await change({ enabled: false })).body).toMatchObject({ enabled: false, disabledReason: 'by-request' })
  const message = `${PATH}/${id}/messages/${test.body.id}`
  expect((await api.send<MessageLogView>('GET', message)).body).toMatchObject({ state: 'failed', nextAttemptAt: null })
  for (const path of [`${PATH}/${id}/test`, `${message}/redeliver`])
    expect(await api.send('POST', path)).toMatchObject({ status: 409, body: { code: 'webhook-endpoint-disabled' } })

  expect((await change({ enabled: true })).body).toMatchObject({ enabled: true, disabledReason: null })
  const again = await api.send<MessageView>('POST', `${message}/redeliver`)
  expect(again).toMatchObject({ status: 202, body: { id: test.body.id, state: 'pending', attemptCount: 0 } })
  expect((await read(id)).lastDay).toEqual({ pending: 1, delivered: 0, failed: 0 })
})

test('messages are listed by state, page by page, and each is told with its attempts', async () => {
  const { id: endpointId } = await create()
  const createdAt = (at: number) => new Date(api.clock.nowMs() - at)
  const messages = [1, 2, 3].map((at) => ({
    ...{ id: `${endpointId}-${at}`, endpointId, type: 'webhook.test', payload: { type: 'webhook.test' } },
    ...({ state: 'FAILED', attemptCount: 1, createdAt: createdAt(at), endedAt: createdAt(0) } as const),
  }))
  await api.prisma.webhookMessage.createMany({ data: messages })
  const attempt = { durationMs: 7, httpStatus: 500, failure: 'refused', excerpt: 'no' }
  await api.prisma.webhookAttempt.create({
    data: { messageId: `${endpointId}-1`, startedAt: createdAt(0), ...attempt },
  })
  const list = async (query: string) => {
    const path = `${PATH}/${endpointId}/messages?${query}`
    return (await api.send<{ items: MessageView[]; nextCursor: string | null }>('GET', path)).body
  }
  const first = await list('state=failed&limit=2')
  expect(first.items.map(({ id }) => id)).toEqual([`${endpointId}-1`, `${endpointId}-2`])
  expect((await list(`state=failed&limit=2&cursor=${first.nextCursor}`)).items).toHaveLength(1)
  expect((await list('state=delivered')).items).toEqual([])
  const log = await api.send<MessageLogView>('GET', `${PATH}/${endpointId}/messages/${endpointId}-1`)
  expect(log.body).toMatchObject({
    payload: { type: 'webhook.test' },
    attempts: [{ ...attempt, startedAt: createdAt(0).toISOString() }],
  })
})

test('a deleted endpoint is gone with its messages', async () => {
  const { id } = await create()
  const { body } = await api.send<MessageView>('POST', `${PATH}/${id}/test`)
  expect((await api.send('DELETE', `${PATH}/${id}`)).status).toBe(204)
  expect((await api.send('DELETE', `${PATH}/${id}`)).body.code).toBe('webhook-endpoint-not-found')
  expect(await api.prisma.webhookMessage.count({ where: { id: body.id } })).toBe(0)
})

test('of twenty-five at once, twenty endpoints are made; a user may have as many of their own', async () => {
  const key = await keyOf('crowded', null)
  const answers = await Promise.all(Array.from({ length: 25 }, () => api.send('POST', PATH, { key, body: BODY })))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(20)
  expect(answers.filter(({ body }) => body.code === 'too-many-webhook-endpoints')).toHaveLength(5)
  const { userId } = await createCreator(api.prisma)
  expect((await api.send('POST', PATH, { key, body: { ...BODY, userId } })).status).toBe(201)
})

describe('an endpoint that is out of reach', () => {
  const ACTS: [method: string, path: string, body?: object][] = [
    ['GET', ''],
    ['PATCH', '', { enabled: false }],
    ['DELETE', ''],
    ['POST', '/rotate-secret'],
    ['POST', '/test'],
    ['GET', '/messages'],
    ['GET', '/messages/any'],
    ['POST', '/messages/any/redeliver'],
  ]

  test.each(ACTS)(
    'answers %s %s as if there were none, to another service and to a key of one user',
    async (...act) => {
      const [method, path, body] = act
      const { userId } = await createCreator(api.prisma)
      const { id } = await create()
      for (const key of [await keyOf('another', null), await keyOf('tests', userId)]) {
        const foreign = await api.send(method, `${PATH}/${id}${path}`, { key, body })
        const none = await api.send(method, `${PATH}/none${path}`, { key, body })
        expect(foreign.status).toBe(404)
        expect({ ...foreign.body, requestId: '' }).toEqual({ ...none.body, requestId: '' })
      }
      expect(await read(id)).toMatchObject({ enabled: true, oldSecretUntil: null })
    },
  )

  test('is in no listing of theirs', async () => {
    const key = await keyOf('another', null)
    const { id } = await create()
    expect(JSON.stringify((await api.send('GET', PATH, { key })).body)).not.toContain(id)
    expect(JSON.stringify((await api.send('GET', PATH)).body)).toContain(id)
  })
})

test('a key of one user makes endpoints of that user only', async () => {
  const [own, other] = [await createCreator(api.prisma), await createCreator(api.prisma)]
  const key = await keyOf('tests', own.userId)
  expect(await create({}, { key })).toMatchObject({ userId: own.userId })
  const refused = await api.send('POST', PATH, { key, body: { ...BODY, userId: other.userId } })
  expect(refused.body.errors?.map(({ code }) => code)).toEqual(['user-not-found'])
})

test.each(['', 'foreign'])('a user who does not exist, or is another service’s, is not found (%s)', async (kind) => {
  const { userId } = await createCreator(api.prisma)
  if (kind) await api.prisma.user.update({ where: { id: userId }, data: { principal: 'another' } })
  const answer = await api.send('POST', PATH, { body: { ...BODY, userId: kind ? userId : 'nobody' } })
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/userId', code: 'user-not-found' }] } })
})

test('a user who is being erased gets no endpoint', async () => {
  const { userId } = await createCreator(api.prisma)
  await api.prisma.user.update({ where: { id: userId }, data: { eraseRequestedAt: new Date() } })
  const answer = await api.send('POST', PATH, { body: { ...BODY, userId } })
  expect(answer.body.errors?.map(({ code }) => code)).toEqual(['user-being-erased'])
})

test.each([
  ['http', { url: 'http://example.com/' }, ['url-not-allowed']],
  ['loopback', { url: 'https://127.1/' }, ['url-not-allowed']],
  ['a number for a URL', { url: 7 }, ['wrong-type']],
  ['a URL without end', { url: `https://example.com/${'x'.repeat(2_000)}` }, ['too-large']],
  ['no event', { events: [] }, ['too-small']],
  ['an event twice', { events: ['publish_job.failed', 'publish_job.failed'] }, ['repeated']],
  [
    'an unknown event, and the test',
    { events: ['publish_job.started', 'webhook.test'] },
    ['not-allowed', 'not-allowed'],
  ],
  ['an unknown field', { secret: 'whsec_mine' }, ['unknown-field']],
  [
    'several at once',
    { url: 'nowhere', events: 'all', description: 7 },
    ['url-not-allowed', 'wrong-type', 'wrong-type'],
  ],
] as const)('%s is refused by name, and nothing is made', async (_what, change, codes) => {
  const before = await api.prisma.webhookEndpoint.count()
  const answer = await api.send('POST', PATH, { body: { ...BODY, ...change } })
  expect(answer.status).toBe(422)
  expect(answer.body.errors?.map(({ code }) => code).sort()).toEqual([...codes].sort())
  expect(await api.prisma.webhookEndpoint.count()).toBe(before)
})

test.each([
  ['PATCH', '/none', { url: 'https://10.0.0.1/' }],
  ['PATCH', '/none', { userId: 'anna' }],
  ['GET', '?limit=0', undefined],
  ['GET', '/none/messages?state=lost', undefined],
  ['GET', `/${'x'.repeat(129)}`, undefined],
  ['POST', '/a%20b/test', undefined],
])('%s %s of what no schema allows is 422', async (method, path, body) => {
  expect((await api.send(method, PATH + path, { body })).status).toBe(422)
})

test('bodies that are no JSON, of another type or too large are refused', async () => {
  const post = (options: Send) => api.send('POST', PATH, options)
  expect((await post({ body: '{"url":' })).status).toBe(400)
  expect((await post({ body: 'url=x', headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  expect((await post({ body: { ...BODY, description: 'x'.repeat(70_000) } })).status).toBe(413)
})

test.each([
  ['POST', '', ['read', 'publish']],
  ['GET', '', ['accounts', 'publish']],
  ['PATCH', '/x', ['read']],
  ['DELETE', '/x', ['read']],
  ['POST', '/x/rotate-secret', ['read']],
  ['POST', '/x/test', ['read']],
  ['GET', '/x/messages', ['accounts']],
  ['GET', '/x/messages/y', ['accounts']],
  ['POST', '/x/messages/y/redeliver', ['read']],
] as const)('%s %s needs a key, with its scope', async (method, path, scopes) => {
  const body = method === 'POST' || method === 'PATCH' ? { body: BODY } : {}
  const key = await api.newKey([...scopes])
  expect((await api.send(method, PATH + path, { ...body, key: null })).status).toBe(401)
  expect((await api.send(method, PATH + path, { ...body, key: 'pub_wrong' })).status).toBe(401)
  expect(await api.send(method, PATH + path, { ...body, key })).toMatchObject({ body: { code: 'scope-missing' } })
})

test('every event can be chosen', async () => {
  expect(await create({ events: WEBHOOK_EVENTS })).toMatchObject({ events: WEBHOOK_EVENTS })
})

import { startTestApi, TIKTOK_APP, type TestApi } from '../support/api'
import { MINUTE_MS, webhookSender, type Creator } from '../support/webhook-sender'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const { creator, deliver, knownEvents, post, removal, secondsAt, tiktokSignature } = webhookSender(() => api)

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

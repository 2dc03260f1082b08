import { createHmac } from 'node:crypto'
import { META_SECRETS, startTestApi, type TestApi } from '../support/api'
import { webhookSender } from '../support/webhook-sender'

let api: TestApi
beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const { creator, knownEvents, post, secondsAt } = webhookSender(() => api)

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

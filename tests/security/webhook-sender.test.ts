import { Webhook } from 'standardwebhooks'
import type { DueMessage } from '../../src/domain/ports/webhooks'
import { createWebhookSender, type SenderOptions } from '../../src/security/webhooks/sender'
import { newWebhookSecret } from '../../src/security/webhooks/signing'
import { startReceiver, type Receiver } from '../support/receiver'

const clock = { nowMs: () => Date.now() }

const receivers: Receiver[] = []

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...given)
  receivers.push(started)
  return started
}

afterEach(() => Promise.all(receivers.splice(0).map((each) => each.close())))

const message = (url: string, change: Partial<DueMessage> = {}): DueMessage => ({
  ...{ messageId: 'message-1', endpointId: 'endpoint-1', url, secrets: [newWebhookSecret()], body: '{"type":"a"}' },
  ...change,
})

const send = (due: DueMessage, options: Partial<SenderOptions> = {}) =>
  createWebhookSender({ clock, allowLoopback: true, ...options }).send(due, new AbortController().signal)

/** The receiver's address under a name that only the test's resolver knows. */
const named = ({ url }: Receiver, name = 'hooks.example.com') => url.replace('127.0.0.1', name)

test('a receiver verifies what it got with the secret, and for a while with the one before', async () => {
  const { url, received } = await receiver()
  const secrets = [newWebhookSecret(), newWebhookSecret()]
  const due = message(`${url}/hooks?of=us`, { secrets })
  expect(await send(due)).toMatchObject({ httpStatus: 204, failure: null, excerpt: null })
  const [got] = received
  expect(got).toMatchObject({
    path: '/hooks?of=us',
    body: due.body,
    headers: { 'webhook-id': 'message-1', 'content-type': 'application/json' },
  })
  const headers = got?.headers as Record<string, string>
  for (const secret of secrets) expect(new Webhook(secret).verify(got?.body ?? '', headers)).toEqual({ type: 'a' })
  expect(() => new Webhook(newWebhookSecret()).verify(got?.body ?? '', headers)).toThrow('No matching signature')
  expect(() => new Webhook(String(secrets[0])).verify('{"type":"b"}', headers)).toThrow('No matching signature')
})

describe('a name that is bound anew', () => {
  test('is resolved once for each attempt: what was checked is what is connected to', async () => {
    const started = await receiver()
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const asked: string[] = []
    const resolve = (name: string) => {
      asked.push(name)
      return Promise.resolve(answers.shift() ?? [])
    }
    const sender = createWebhookSender({ clock, allowLoopback: true, resolve })
    const { signal } = new AbortController()
    expect(await sender.send(message(named(started)), signal)).toMatchObject({ failure: null })
    expect(await sender.send(message(named(started)), signal)).toMatchObject({ failure: 'address-not-allowed' })
    expect(asked).toEqual(['hooks.example.com', 'hooks.example.com'])
    expect(started.received).toHaveLength(1)
  })

  test('from a public address to this machine leads nowhere', async () => {
    const started = await receiver()
    const answers = [['1.1.1.1'], ['127.0.0.1'], ['127.0.0.1']]
    const resolve = () => Promise.resolve(answers.shift() ?? [])
    const url = named(started).replace('http:', 'https:')
    const options = { allowLoopback: false, resolve, timeoutMs: 300 }
    const first = await send(message(url), options)
    expect(['timeout', 'not-connected']).toContain(first.failure)
    expect(answers).toHaveLength(2)
    expect(await send(message(url), options)).toMatchObject({ failure: 'address-not-allowed', httpStatus: null })
    expect(started.received).toHaveLength(0)
  })
})

test.each([
  [['127.0.0.1', '10.0.0.1'], 'address-not-allowed'],
  [['93.184.215.14'], 'address-not-allowed'], // in clear only to this machine
  [['no address'], 'address-not-allowed'],
  [[], 'not-resolved'],
])('of a name that leads to %j nothing is sent', async (addresses, failure) => {
  const started = await receiver()
  const resolve = () => Promise.resolve(addresses)
  expect(await send(message(named(started)), { resolve })).toMatchObject({ failure })
  expect(started.received).toHaveLength(0)
})

test('a name without an address, and one that no resolver answers for, are failures of the attempt', async () => {
  const resolve = () => Promise.reject(new Error('ENOTFOUND'))
  expect(await send(message('https://nobody.example.com/'), { resolve })).toMatchObject({ failure: 'not-resolved' })
  const silent = () => new Promise<string[]>(() => {})
  const late = await send(message('https://nobody.example.com/'), { resolve: silent, timeoutMs: 50 })
  expect(late).toMatchObject({ failure: 'timeout' })
})

test.each(['http://127.0.0.1:9/', 'https://10.0.0.1/', 'https://u:p@example.com/', 'not a url'])(
  '%s is not sent to, whoever has put it into the row',
  async (url) => {
    expect(await send(message(url), { allowLoopback: false })).toMatchObject({ failure: 'url-not-allowed' })
  },
)

test('a redirect is a failure, and not followed', async () => {
  const inner = await receiver()
  const { url } = await receiver((response) => response.writeHead(307, { location: inner.url }).end('there'))
  expect(await send(message(url))).toMatchObject({ httpStatus: 307, failure: 'redirected', excerpt: 'there' })
  expect(inner.received).toHaveLength(0)
})

test('the proxy of the environment is not asked', async () => {
  const proxy = await receiver()
  const started = await receiver()
  Object.assign(process.env, { HTTP_PROXY: proxy.url, http_proxy: proxy.url, NODE_USE_ENV_PROXY: '1' })
  try {
    expect(await send(message(started.url))).toMatchObject({ failure: null })
  } finally {
    for (const name of ['HTTP_PROXY', 'http_proxy', 'NODE_USE_ENV_PROXY']) delete process.env[name]
  }
  expect([proxy.received.length, started.received.length]).toEqual([0, 1])
})

test('a receiver that says nothing costs its time and no more', async () => {
  const { url } = await receiver(() => {})
  const { failure, durationMs, httpStatus } = await send(message(url), { timeoutMs: 200 })
  expect({ failure, httpStatus }).toEqual({ failure: 'timeout', httpStatus: null })
  expect(durationMs).toBeGreaterThanOrEqual(199)
})

test('of an answer without an end the beginning is kept, without secrets and control characters', async () => {
  const { url } = await receiver((response) => {
    response.writeHead(500, { 'retry-after': '60' })
    response.write(`Bearer abcdefghijklmnop ${newWebhookSecret()}\0\n${'x'.repeat(10_000)}`)
  })
  const { excerpt, ...result } = await send(message(url))
  expect(result).toMatchObject({ httpStatus: 500, failure: 'refused', retryAtMs: null })
  expect(excerpt).toMatch(/^Bearer \[redacted\] \[redacted\] x+…$/)
  expect(excerpt).toHaveLength(500)
})

test('a delivery is done by its status: the rest of the answer is not waited for', async () => {
  const { url } = await receiver((response) => response.writeHead(200).write('and'))
  expect(await send(message(url))).toMatchObject({ httpStatus: 200, failure: null, excerpt: null })
})

test('a receiver that is busy says until when', async () => {
  const { url } = await receiver((response) => response.writeHead(503, { 'retry-after': '60' }).end())
  const { retryAtMs } = await send(message(url))
  expect(Number(retryAtMs) - Date.now()).toBeGreaterThan(50_000)
})

test('a connection that is refused or cut is a failure; a caller that gives up is none of the receiver’s', async () => {
  const gone = await startReceiver()
  await gone.close()
  expect(await send(message(gone.url))).toMatchObject({ failure: 'not-connected', httpStatus: null })
  const { url } = await receiver((response) => response.destroy())
  expect(await send(message(url))).toMatchObject({ failure: 'not-connected' })
  const sender = createWebhookSender({ clock, allowLoopback: true })
  await expect(sender.send(message(url), AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
})

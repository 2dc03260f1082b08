import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { PublishError } from '../../src/domain/errors'
import { type HttpRequest, send } from '../../src/platforms/http'

let server: Server
let url: string
let answer: RequestListener = () => {}

beforeAll(async () => {
  server = createServer((req, res) => answer(req, res))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

const call = (request: Partial<HttpRequest> = {}) =>
  send({ method: 'GET', url, timeoutMs: 5_000, signal: new AbortController().signal, ...request })

const parts = (...sizes: number[]): AsyncIterable<Uint8Array> =>
  Readable.from(sizes.map((size) => new Uint8Array(size)))

test('an id above 2^53 keeps every digit', async () => {
  answer = (_req, res) => res.end('{"ids":[7657400652745821453],"count":12,"ratio":0.5}')
  expect(await call()).toMatchObject({ json: { ids: ['7657400652745821453'], count: 12, ratio: 0.5 } })
})

test.each([
  ['an HTML page', '<html><body>502</body></html>'],
  ['an empty body', ''],
  ['half a document', '{"data":'],
])('%s is an answer without JSON', async (_what, body) => {
  answer = (_req, res) => res.writeHead(502).end(body)
  expect(await call()).toMatchObject({ answered: true, status: 502, json: undefined })
})

test.each([307, 308])('a %i with a Location is an answer and is never followed', async (status) => {
  let calls = 0
  answer = (req, res) => {
    calls += 1
    req.resume()
    res.writeHead(status, { location: `${url}elsewhere`, range: 'bytes=0-9' }).end()
  }
  const result = await call({ method: 'PUT', body: { bytes: parts(10), sizeBytes: 10 } })
  expect(result).toMatchObject({ answered: true, status, headers: { range: 'bytes=0-9' } })
  expect(calls).toBe(1)
})

test.each<[string, RequestListener]>([
  ['a connection that is cut', (req) => req.socket.destroy()],
  [
    'a body shorter than announced',
    (req, res) => void res.writeHead(200, { 'content-length': 100 }).write('{', () => req.socket.destroy()),
  ],
  ['an endless body', (_req, res) => void res.end('x'.repeat(2 * 1024 * 1024))],
])('%s is no answer', async (_what, listener) => {
  answer = listener
  expect(await call()).toMatchObject({ answered: false })
})

test('a platform that does not answer in time gives no answer', async () => {
  answer = () => {}
  expect(await call({ timeoutMs: 50 })).toEqual({ answered: false, reason: 'timeout', neverSent: false })
})

test('a caller that gives up gets its own reason back', async () => {
  const caller = new AbortController()
  answer = () => caller.abort(new Error('cancelled by the run'))
  await expect(call({ signal: caller.signal })).rejects.toThrow('cancelled by the run')
})

test('a caller that gives up an irreversible request is told that nothing is known', async () => {
  const caller = new AbortController()
  answer = () => caller.abort(new Error('cancelled by the run'))
  expect(await call({ signal: caller.signal, irreversible: true })).toMatchObject({ answered: false })
})

test('an upload goes out with its exact length, and what is sent is counted', async () => {
  const received: { length?: string; encoding?: string; bytes: number } = { bytes: 0 }
  answer = (req, res) => {
    received.length = req.headers['content-length']
    received.encoding = req.headers['transfer-encoding']
    req.on('data', (part: Buffer) => (received.bytes += part.length)).on('end', () => res.writeHead(201).end())
  }
  const sent: number[] = []
  const body = { bytes: parts(40_000, 60_000, 5), sizeBytes: 100_005, onSent: (bytes: number) => sent.push(bytes) }
  expect(await call({ method: 'PUT', body })).toMatchObject({ status: 201 })
  expect(received).toEqual({ length: '100005', encoding: undefined, bytes: 100_005 })
  expect(sent).toEqual([40_000, 100_000, 100_005])
})

test('a source that breaks is told as such, and the platform gets an incomplete request', async () => {
  const ended = jest.fn()
  const closed = new Promise<void>((done) => {
    answer = (req) =>
      void req
        .on('end', ended)
        .on('close', () => done())
        .resume()
  })
  function* broken(): Generator<Uint8Array> {
    yield new Uint8Array(10)
    throw Object.assign(new Error('reset'), { code: 'ECONNRESET' })
  }
  const failure = await call({ method: 'PUT', body: { bytes: Readable.from(broken()), sizeBytes: 20 } }).catch(
    (error: unknown) => error,
  )
  expect(failure).toBeInstanceOf(PublishError)
  expect(failure).toMatchObject({ problem: { code: 'source-interrupted', category: 'transient' } })
  await closed
  expect(ended).not.toHaveBeenCalled()
})

test("a source's own refusal is passed on unchanged", async () => {
  answer = (req) => void req.resume()
  const problem = { code: 'source-changed', category: 'media', message: 'm', remedy: 'r' } as const
  function* changed(): Generator<Uint8Array> {
    yield new Uint8Array(1)
    throw new PublishError(problem)
  }
  await expect(call({ method: 'PUT', body: { bytes: Readable.from(changed()), sizeBytes: 5 } })).rejects.toMatchObject({
    problem,
  })
})

test('a source that gives too few bytes completes no request', async () => {
  const ended = jest.fn()
  answer = (req) => void req.on('end', ended).resume()
  expect(await call({ method: 'PUT', body: { bytes: parts(5), sizeBytes: 6 } })).toMatchObject({ answered: false })
  expect(ended).not.toHaveBeenCalled()
})

test('an answer that comes before the bytes have gone out is taken, and the source is closed', async () => {
  answer = (_req, res) => res.writeHead(416, { connection: 'close' }).end()
  let closed = false
  function* endless(): Generator<Uint8Array> {
    try {
      for (;;) yield new Uint8Array(65_536)
    } finally {
      closed = true
    }
  }
  const result = await call({ method: 'PUT', body: { bytes: Readable.from(endless()), sizeBytes: 1024 ** 3 } })
  // Whether the status or the closed connection is seen first is a race of the network.
  expect(result.answered ? result.status : 416).toBe(416)
  expect(closed).toBe(true)
})

test('an empty PUT says that its length is 0', async () => {
  let length: string | undefined
  answer = (req, res) => {
    length = req.headers['content-length']
    res.writeHead(308).end()
  }
  await call({ method: 'PUT', body: '' })
  expect(length).toBe('0')
})

import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { freePort } from '../../local/ports'
import type { CommitTask } from '../../src/domain/ports/platform'
import { send } from '../../src/platforms/http'
import { youtubePublisher } from '../../src/platforms/youtube/publisher'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { openBlackHole } from '../support/network'
import { OPEN_GATE, OPEN_METER, UNWATCHED } from '../support/open-limits'
import { draft } from './youtube-upload'

const TIMEOUT_MS = 1_500

const open: (() => Promise<unknown>)[] = []

afterEach(() => Promise.all(open.splice(0).map((close) => close())))

const post = (url: string, signal = new AbortController().signal) =>
  send({ method: 'POST', url, body: 'the request that publishes', timeoutMs: TIMEOUT_MS, signal, irreversible: true })

/** A server that does that with each connection, and counts the bytes that it was sent. */
async function listen(onConnection: (socket: Socket) => void) {
  const received = { bytes: 0, connections: 0 }
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    received.connections += 1
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise((done) => server.close(done))
  }
  open.push(close)
  const count = (socket: Socket) => socket.on('data', (part: Buffer) => void (received.bytes += part.length))
  return { received, count, server, port: (server.address() as AddressInfo).port }
}

describe('provably never sent is a request', () => {
  test('to a port where nobody listens', async () => {
    expect(await post(`http://127.0.0.1:${await freePort()}`)).toMatchObject({ answered: false, neverSent: true })
  })

  test('to a host without an address', async () => {
    expect(await post('http://publisher.invalid')).toMatchObject({ answered: false, neverSent: true })
  })

  test('whose connection nobody takes in time', async () => {
    const port = await freePort()
    const hole = await openBlackHole(port)
    open.push(() => hole.close())
    expect(await post(`http://127.0.0.1:${port}`)).toMatchObject({ answered: false, neverSent: true })
  })

  test.each<[string, (socket: Socket) => void]>([
    ['is not TLS', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['is never answered', () => {}],
    ['is reset', (socket) => void socket.once('data', () => socket.resetAndDestroy())],
  ])('whose handshake %s', async (_what, onConnection) => {
    const { port, received } = await listen(onConnection)
    expect(await post(`https://127.0.0.1:${port}`)).toMatchObject({ answered: false, neverSent: true })
    expect(received.connections).toBe(1)
  })

  test('that its caller gave up before it began', async () => {
    const { port, received } = await listen(() => {})
    expect(await post(`http://127.0.0.1:${port}`, AbortSignal.abort())).toMatchObject({ neverSent: true })
    expect(received.bytes).toBe(0)
  })
})

describe('may have been sent is a request', () => {
  test('whose connection is reset once a byte has arrived', async () => {
    const { port } = await listen((socket) => void socket.once('data', () => socket.resetAndDestroy()))
    expect(await post(`http://127.0.0.1:${port}`)).toMatchObject({ answered: false, neverSent: false })
  })

  test('whose connection was kept from an earlier one and is closed under it', async () => {
    let requests = 0
    const { port } = await listen((socket) =>
      socket.on('data', () => {
        requests += 1
        if (requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
        else socket.destroy()
      }),
    )
    expect(await post(`http://127.0.0.1:${port}`)).toMatchObject({ status: 200 })
    expect(await post(`http://127.0.0.1:${port}`)).toMatchObject({ answered: false, neverSent: false })
  })

  test('that waits for its answer until the time is over', async () => {
    const { port } = await listen((socket) => void socket.resume())
    const waiting = send({
      method: 'POST',
      url: `http://127.0.0.1:${port}`,
      timeoutMs: 300,
      signal: new AbortController().signal,
    })
    expect(await waiting).toMatchObject({ reason: 'timeout', neverSent: false })
  })

  test('whenever a byte of it has arrived, however early the connection is reset', async () => {
    for (let times = 0; times < 30; times++) {
      const { port, received, count } = await listen((socket) => {
        count(socket)
        if (times % 3 === 0) socket.resetAndDestroy()
        else setTimeout(() => socket.resetAndDestroy(), times % 5)
      })
      const result = await post(`http://127.0.0.1:${port}`)
      if (!result.answered && result.neverSent) expect(received.bytes).toBe(0)
    }
  })
})

describe('the commit of a YouTube upload', () => {
  let source: MemorySource
  beforeAll(async () => {
    source = await startMemorySource(100_000)
  })
  afterAll(() => source.stop())

  /** Answers the question how far the session is, then does that with the connection of the commit. */
  async function commitTo(onCommit: 'refuses' | 'resets') {
    const { port, server } = await listen((socket) =>
      socket.on('data', (part: Buffer) => {
        const isQuestion = part.includes('bytes */100000')
        if (!isQuestion) return void socket.resetAndDestroy()
        if (onCommit === 'refuses') server.close()
        socket.end('HTTP/1.1 308 Resume Incomplete\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      }),
    )
    const nothing = {
      apiUrl: '',
      clock: { nowMs: () => Date.now() },
      gate: OPEN_GATE,
      watch: UNWATCHED,
      meter: OPEN_METER,
    }
    const task: CommitTask = {
      account: { platformUserId: 'UC1', accessToken: 'token', login: null },
      draft,
      source,
      image: () => Promise.reject(new Error('no image is named')),
      reference: { sessionUri: `http://127.0.0.1:${port}/session`, marker: 'm' },
      signal: new AbortController().signal,
      sendBeforeMs: Infinity,
    }
    const youtube = youtubePublisher({ ...nothing, requestTimeoutMs: 2_000, sendTimeoutMs: 2_000 })
    return youtube.commit(task, () => {}).catch((error: unknown) => error)
  }

  test('that meets a closed port was not published', async () => {
    expect(await commitTo('refuses')).toMatchObject({ neverSent: true, problem: { category: 'transient' } })
  })

  test('that is reset in the middle has an unknown outcome', async () => {
    expect(await commitTo('resets')).toMatchObject({ neverSent: false, problem: { category: 'unknown-outcome' } })
  })
})

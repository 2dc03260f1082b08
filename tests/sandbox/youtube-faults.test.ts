import { openSandbox, until, type Reply, type TestSandbox } from './platform-sandbox'
import { youtubeChannel, type YouTubeChannel } from './youtube-channel'

const PLAYLIST = { id: 'PLone', title: 'One' }

let sandbox: TestSandbox
let channel: YouTubeChannel

beforeAll(async () => {
  sandbox = await openSandbox()
})
beforeEach(async () => {
  await sandbox.control('POST', '/reset', {})
  channel = await youtubeChannel(sandbox, { playlists: [PLAYLIST] })
})
afterAll(() => sandbox.close())

/** A valid call of each operation, ready to be made. */
const OPERATIONS: Record<string, () => Promise<() => Promise<Reply>>> = {
  'session.start': () => Promise.resolve(() => channel.start()),
  'session.put': withSession((session) => channel.put(session, channel.video)),
  'session.query': withSession((session) => channel.query(session)),
  'videos.list': withVideo((id) => channel.read(`videos?part=id&id=${id}`)),
  'videos.update': withVideo((id) =>
    channel.call('videos?part=status', { method: 'PUT', json: { id, status: { privacyStatus: 'private' } } }),
  ),
  'videos.delete': withVideo((id) => channel.call(`videos?id=${id}`, { method: 'DELETE' })),
  'videos.batchGetStats': withVideo((id) => channel.read(`videos:batchGetStats?part=id&id=${id}`)),
  'search.list': () => Promise.resolve(() => channel.read('search?part=id')),
  'thumbnails.set': withVideo((id) => channel.setThumbnail(id, Buffer.from('image'))),
  'channels.list': () => Promise.resolve(() => channel.read('channels?part=id&mine=true')),
  'playlists.list': () => Promise.resolve(() => channel.read('playlists?part=id&mine=true')),
  'playlistItems.list': () => Promise.resolve(() => channel.read(`playlistItems?part=id&playlistId=${PLAYLIST.id}`)),
  'playlistItems.insert': withVideo((videoId) =>
    channel.call('playlistItems?part=id', {
      json: { snippet: { playlistId: PLAYLIST.id, resourceId: { kind: 'youtube#video', videoId } } },
    }),
  ),
  'reports.query': withVideo((id) =>
    channel.report({
      ids: 'channel==MINE',
      startDate: '2026-01-01',
      endDate: '2026-01-02',
      metrics: 'views',
      dimensions: 'video',
      filters: `video==${id}`,
    }),
  ),
}

function withVideo(call: (id: string) => Promise<Reply>) {
  return async () => {
    const id = await channel.upload()
    return () => call(id)
  }
}

function withSession(call: (session: string) => Promise<Reply>) {
  return async () => {
    const session = await channel.open()
    return () => call(session)
  }
}

/** Whether the call was answered, and how: null for a connection that broke. */
const KINDS: Record<string, number | null> = {
  'before-effect': 503,
  'rate-limit': 429,
  'html-error': 502,
  'drop-connection': null,
  'after-effect': null,
  truncate: null,
}

const plan = (operation: string, kind: string) =>
  sandbox.control('POST', '/faults', { platform: 'YOUTUBE', operation, kind, times: 1 })

test('every operation of YouTube is known here', async () => {
  const refused = await plan('none', 'slow').catch((error: Error) => error.message)
  const named = /only (.+)"/.exec(String(refused))?.[1]?.split(', ') ?? []
  expect(named.filter((operation) => !operation.startsWith('oauth.')).sort()).toEqual(Object.keys(OPERATIONS).sort())
})

const STRIKES = Object.keys(OPERATIONS).flatMap((operation) =>
  Object.entries(KINDS).map(([kind, status]) => [operation, kind, status] as const),
)

test.each(STRIKES)('%s is struck by %s once', async (operation, kind, status) => {
  const make = OPERATIONS[operation] ?? (() => Promise.reject(new Error(operation)))
  const call = await make()
  await plan(operation, kind)
  const answer = await call().catch(() => null)
  expect(answer?.status ?? null).toBe(status)
  // A broken connection is noticed before the call is in the log.
  await until(
    () => sandbox.calls(operation),
    (calls) => calls.at(-1)?.fault === kind,
  )
  const again = await (await make())()
  expect(again.status).toBeLessThan(310)
})

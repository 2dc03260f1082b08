import { PublishError } from '../../src/domain/errors'
import { QUOTA_MODEL_NAMES, QUOTA_MODELS } from '../../src/domain/quota'
import { freePort } from '../../local/ports'
import { youtubePublisher } from '../../src/platforms/youtube/publisher'
import { type MemorySource, startMemorySource } from '../support/memory-source'
import { UNWATCHED } from '../support/open-limits'
import { recordLimits } from '../support/recording-limits'
import { type Bench, openBench, problemOf } from './bench'
import { connected } from './consent'
import { uploadTo } from './youtube-upload'

const DAY_MS = 86_400_000
const PLAYLIST = 'PLsunrises'
const playlists = [{ id: PLAYLIST, title: 'Sunrises' }]
const attachments = { thumbnailKey: 'users/u/cover.png', playlistId: PLAYLIST }

const limits = recordLimits()
let bench: Bench
let files: { source: MemorySource; image: MemorySource }

beforeAll(async () => {
  bench = await openBench({}, limits)
  files = { source: await startMemorySource(300_001), image: await startMemorySource(200_000) }
})
afterAll(async () => {
  await Promise.all([bench.stop(), files.source.stop(), files.image.stop()])
})
beforeEach(async () => {
  limits.clear()
  files.source.reads.length = 0
  files.image.reads.length = 0
  await bench.reset()
})

const OPERATIONS = [
  'session.start',
  'session.query',
  'session.put',
  'videos.list',
  'channels.list',
  'playlistItems.list',
  'playlistItems.insert',
  'thumbnails.set',
]

/** How often YouTube was called, by operation. */
async function arrived(): Promise<Record<string, number>> {
  const counts = await Promise.all(
    OPERATIONS.map(async (name) => [name, (await bench.requests('YOUTUBE', name)).length] as const),
  )
  return Object.fromEntries(counts)
}

const admitted = (): Record<string, number> =>
  Object.fromEntries(
    OPERATIONS.map((name) => [name, limits.admitted.filter(({ operation }) => operation === name).length]),
  )

const PAUSED = new PublishError(
  { code: 'paused', category: 'rate-limited', message: 'Not now.', remedy: 'Nothing to do.' },
  { neverSent: true },
)
const EXHAUSTED = new PublishError(
  { code: 'youtube-quota-exhausted', category: 'quota', message: 'No call is left today.', remedy: 'Nothing to do.' },
  { neverSent: true },
)

/** A processed video with everything that it shall have. */
async function published(profile: object = {}) {
  const upload = await uploadTo(bench, files, { playlists, ...profile }, attachments)
  await bench.advance(2)
  await upload.enrich()
  return upload
}

/** An upload whose session YouTube has forgotten: its video has to be looked for. */
async function lookedFor() {
  await bench.setSettings('YOUTUBE', { sessionSeconds: 60 })
  const upload = await uploadTo(bench, files, {})
  await bench.advance(61)
  await upload.recorded()
  return upload
}

describe('of a publish with a thumbnail and a playlist, and of a search for a lost video', () => {
  test('every call has passed the gate, for its channel', async () => {
    const { account } = await published()
    expect(await arrived()).toEqual(admitted())
    expect(new Set(limits.admitted.map(({ platformUserId }) => platformUserId))).toEqual(
      new Set([account.platformUserId]),
    )
    await lookedFor()
    expect(await arrived()).toEqual(admitted())
    for (const operation of OPERATIONS)
      expect(limits.admitted).toContainEqual(expect.objectContaining({ platform: 'YOUTUBE', operation, windows: [] }))
  })

  test('what serves a post that is still to be made is a write; what follows one passes a stop of posts', async () => {
    await published()
    const effects = (operation: string) =>
      new Set(limits.admitted.flatMap((call) => (call.operation === operation ? call.effect : [])))
    expect(effects('session.start')).toEqual(new Set(['write']))
    expect(effects('session.put')).toEqual(new Set(['write']))
    expect(effects('thumbnails.set')).toEqual(new Set(['read']))
    expect(effects('videos.list')).toEqual(new Set(['read']))
  })

  test.each(QUOTA_MODEL_NAMES)('the calls are charged what YouTube counts (%s)', async (quotaModel) => {
    await bench.setSettings('YOUTUBE', { quotaModel })
    await published()
    await lookedFor()
    const { uploadCost, calls } = QUOTA_MODELS[quotaModel]
    const units = limits.charged.reduce((sum, purpose) => sum + calls[purpose].units, 0)
    const uploads = 2 * uploadCost
    expect(await bench.youtubeQuota()).toEqual(
      quotaModel === 'units-1600' ? { units: units + uploads } : { units, uploads },
    )
  })
})

describe('a call that the gate forbids', () => {
  test.each(['session.start', 'session.query', 'session.put'])('%s is neither charged nor sent', async (operation) => {
    limits.forbid(operation, PAUSED)
    expect(await problemOf(uploadTo(bench, files, {}))).toMatchObject({ code: 'paused' })
    expect((await arrived())[operation]).toBe(0)
    expect(limits.charged).toEqual([])
    expect(files.source.reads).toEqual([])
  })

  test.each(['videos.list', 'playlistItems.list', 'playlistItems.insert', 'thumbnails.set'])(
    '%s of a recorded post is neither charged nor sent',
    async (operation) => {
      const upload = await uploadTo(bench, files, { playlists }, attachments)
      await bench.advance(2)
      const post = await upload.recorded()
      const before = (await arrived())[operation]
      limits.clear()
      limits.forbid(operation, PAUSED)
      expect(await problemOf(bench.publishers.YOUTUBE.enrich(upload.task, post, bench.nowMs()))).toMatchObject({
        code: 'paused',
      })
      expect((await arrived())[operation]).toBe(before)
      expect(limits.charged).toHaveLength(limits.admitted.length)
      expect(files.image.reads).toEqual([])
    },
  )
})

test('a call that the quota does not pay is not sent', async () => {
  const upload = await uploadTo(bench, files, {})
  limits.exhaust(EXHAUSTED)
  expect(await problemOf(upload.probe())).toMatchObject({ code: 'youtube-quota-exhausted' })
  expect(await arrived()).toMatchObject({ 'session.query': 2, 'videos.list': 0 })
})

describe('what a call was charged', () => {
  test('is given back where it met no connection', async () => {
    const upload = await uploadTo(bench, files, {})
    const post = await upload.recorded()
    limits.clear()
    const unreachable = youtubePublisher({
      ...limits,
      watch: UNWATCHED,
      apiUrl: `http://127.0.0.1:${await freePort()}`,
      clock: { nowMs: () => bench.nowMs() },
      requestTimeoutMs: 1_000,
      sendTimeoutMs: 1_000,
    })
    expect(await problemOf(unreachable.enrich(upload.task, post, bench.nowMs()))).toMatchObject({ code: 'no-answer' })
    expect([limits.charged, limits.givenBack]).toEqual([['list'], [1]])
  })

  test.each(['drop-connection', 'before-effect', 'after-effect'])('stays where it met %s', async (kind) => {
    const upload = await uploadTo(bench, files, {})
    await bench.fault({ platform: 'YOUTUBE', operation: 'videos.list', kind })
    expect(await problemOf(upload.probe())).toMatchObject({ category: 'transient' })
    expect([limits.charged, limits.givenBack]).toEqual([['list'], []])
  })
})

describe("YouTube's word that a quota is used up", () => {
  test('closes the bucket of the read that heard it', async () => {
    const upload = await uploadTo(bench, files, {})
    await bench.setSettings('YOUTUBE', { unitsPerDay: 0 })
    expect(await problemOf(upload.probe())).toMatchObject({ code: 'platform-quota-exceeded', category: 'quota' })
    expect(limits.closed).toEqual(['list'])
  })

  test('closes the bucket of the change that heard it', async () => {
    const upload = await uploadTo(bench, files, { playlists }, attachments)
    await bench.advance(2)
    await bench.setSettings('YOUTUBE', { unitsPerDay: 49 })
    expect(await problemOf(upload.enrich())).toMatchObject({ code: 'platform-quota-exceeded', category: 'quota' })
    expect(limits.closed).toEqual(['change'])
  })

  test('about uploads closes no bucket of calls: the day of uploads is closed by whoever has reserved one', async () => {
    await bench.setSettings('YOUTUBE', { uploadsPerDay: 0 })
    expect(await problemOf(uploadTo(bench, files, {}))).toMatchObject({ code: 'platform-quota-exceeded' })
    expect(limits.closed).toEqual([])
  })
})

describe("a channel's own upload limit", () => {
  test.each(['start', 'end'])('holds that channel for a day, told at the %s of the upload', async (uploadLimitAt) => {
    await bench.setSettings('YOUTUBE', { uploadLimitAt })
    const problem = await problemOf(uploadTo(bench, files, { uploadCap: 0 }))
    expect(problem).toMatchObject({ code: 'channel-upload-limit', category: 'rate-limited' })
    expect(limits.held).toEqual([
      {
        platformUserId: limits.admitted[0]?.platformUserId,
        code: 'channel-upload-limit',
        untilMs: problem.untilMs,
      },
    ])
    expect((problem.untilMs ?? 0) - bench.nowMs()).toBeGreaterThan(DAY_MS - 60_000)
    expect(limits.closed).toEqual([])
  })
})

describe('connecting a channel', () => {
  const connect = async () => {
    const { platformUserId } = await bench.account('YOUTUBE', { revoked: true })
    return connected(bench.logins.YOUTUBE.own, { account: platformUserId }, bench.nowMs())
  }

  test('takes one unit, for the question which channel it is', async () => {
    await connect()
    expect(limits.charged).toEqual(['list'])
    expect(await bench.youtubeQuota()).toEqual({ units: 1 })
  })

  test('on an exhausted day is refused in the words of the quota, and not sent', async () => {
    limits.exhaust(EXHAUSTED)
    expect(await problemOf(connect())).toEqual(EXHAUSTED.problem)
    expect((await arrived())['channels.list']).toBe(0)
  })

  test('closes the bucket where YouTube says that it is used up', async () => {
    await bench.setSettings('YOUTUBE', { unitsPerDay: 0 })
    expect(await problemOf(connect())).toMatchObject({ code: 'platform-quota-exceeded', category: 'quota' })
    expect(limits.closed).toEqual(['list'])
  })
})

import { nextPacificMidnightMs, pacificDay, QUOTA_MODEL_NAMES } from '../../src/domain/quota'
import { openParking, type Parking } from '../support/parking'
import type { OwnAccount } from '../support/own-account'
import { silenceTemporal } from '../support/quiet'

silenceTemporal()

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const PLAYLIST = 'PLsunrises'

let parking: Parking
let aheadMs = 0

const nowMs = () => Date.now() + aheadMs

async function open(overrides: NodeJS.ProcessEnv = {}): Promise<void> {
  aheadMs = 0
  parking = await openParking(overrides)
}

async function passTime(ms: number): Promise<void> {
  aheadMs += ms
  await parking.passTime(ms)
}

const settings = (change: object) => parking.world.control('settings/YOUTUBE', change, 'PATCH')

const sessionStarts = async () => (await parking.world.requests('YOUTUBE', 'session.start')).length

const published = async (account: OwnAccount) => {
  const job = await parking.jobOf(account)
  await job.start()
  expect(await job.ended()).toMatchObject({ phase: 'published' })
  return job
}

/** Reservations of today, whatever has become of them. */
const reservations = () => parking.world.prisma.quotaReservation.count({ where: { date: pacificDay(nowMs()) } })

describe.each(QUOTA_MODEL_NAMES)('of a publish with thumbnail and playlist, counted by %s,', (quotaModel) => {
  beforeAll(() => open({ YOUTUBE_QUOTA_MODEL: quotaModel }))
  afterAll(() => parking.close())

  /** By the sandbox's names of the buckets. */
  async function ledger(): Promise<Record<string, number>> {
    const date = pacificDay(nowMs())
    const { used } = await parking.world.prisma.youTubeQuota.findUniqueOrThrow({ where: { date } })
    if (quotaModel === 'units-1600') return { units: used }
    const bucket = await parking.world.prisma.quotaBucket.findUniqueOrThrow({
      where: { name_date: { name: 'units', date } },
    })
    return { uploads: used, units: bucket.used }
  }

  test('the ledger has charged what YouTube has charged', async () => {
    await settings({ quotaModel })
    await parking.world.put('covers/sunrise.png', Buffer.from('an image'))
    const account = await parking.openAccount('YOUTUBE', { playlists: [{ id: PLAYLIST, title: 'Sunrises' }] })
    const options = { title: 'Sunrise', privacyStatus: 'public', madeForKids: false }
    const attachments = { thumbnailKey: 'covers/sunrise.png', playlistId: PLAYLIST }
    const job = await parking.jobOf(account, { options: { ...options, ...attachments } })
    await job.start()
    await job.handle.result()
    for (const operation of ['thumbnails.set', 'playlistItems.insert'])
      expect(await parking.world.requests('YOUTUBE', operation)).toMatchObject([{ status: 200 }])
    expect(await ledger()).toEqual(await parking.world.control('quota/youtube', undefined, 'GET'))
  })
})

describe('with uploads of their own bucket', () => {
  beforeAll(() => open())
  beforeEach(async () => {
    await passTime(nextPacificMidnightMs(nowMs()) - nowMs())
    await settings({ uploadsPerDay: 100, uploadLimitAt: 'start' })
  })
  afterEach(() => parking.forgetFaults())
  afterAll(() => parking.close())

  test('an upload that YouTube could not take (503) counts, since it may have been counted there', async () => {
    await parking.world.control('faults', {
      platform: 'YOUTUBE',
      operation: 'session.start',
      kind: 'before-effect',
      times: 1,
    })
    await published(await parking.openAccount('YOUTUBE'))
    const date = pacificDay(nowMs())
    expect(await parking.world.prisma.youTubeQuota.findUnique({ where: { date } })).toMatchObject({ used: 2 })
  })

  test.each(['start', 'end'])(
    'a channel at its own limit, told at the %s of an upload, waits a day, and no other channel does',
    async (uploadLimitAt) => {
      await settings({ uploadLimitAt })
      const [full, other] = [await parking.openAccount('YOUTUBE'), await parking.openAccount('YOUTUBE')]
      await full.change({ uploadCap: 1 })
      await published(full)
      const second = await parking.jobOf(full)
      const refusedMs = nowMs()
      await second.start()
      const first = await second.reached('cooling-down')

      const [starts, places] = [await sessionStarts(), await reservations()]
      const third = await parking.jobOf(full)
      await third.start()
      const next = await third.reached('cooling-down')
      expect([await sessionStarts(), await reservations()]).toEqual([starts, places])
      for (const { waitReason, waitUntil } of [first, next]) {
        expect(waitReason).toBe('channel-upload-limit')
        expect(Number(waitUntil) - refusedMs).toBeGreaterThanOrEqual(DAY_MS)
        expect(Number(waitUntil) - refusedMs).toBeLessThan(DAY_MS + HOUR_MS)
      }

      await published(other)

      await full.change({ uploadCap: 100 })
      await passTime(DAY_MS + HOUR_MS)
      for (const job of [second, third]) {
        await parking.workers.gateway.wake(job.job.jobId)
        expect(await job.ended()).toMatchObject({ phase: 'published' })
        expect(await job.posts()).toHaveLength(1)
      }
    },
  )

  test('a day that YouTube calls used up takes no further upload, whatever the ledger says', async () => {
    const account = await parking.openAccount('YOUTUBE')
    await settings({ uploadsPerDay: 1 })
    await published(account)
    const refused = await parking.jobOf(account)
    await refused.start()
    const { waitUntil, errorCode } = await refused.reached('waiting-for-quota')
    expect(errorCode).toBe('platform-quota-exceeded')
    expect(Number(waitUntil)).toBe(nextPacificMidnightMs(nowMs()))

    const before = await sessionStarts()
    const others = await Promise.all([1, 2, 3, 4, 5].map(() => parking.jobOf(account)))
    await Promise.all(others.map((job) => job.start()))
    for (const job of others) await job.reached('waiting-for-quota')
    expect(await sessionStarts()).toBe(before)
    // Whoever waits has the right of way: what the next test publishes would have to queue behind them.
    for (const { job } of [refused, ...others]) await parking.workers.hands.cancel(job.jobId)
  })
})

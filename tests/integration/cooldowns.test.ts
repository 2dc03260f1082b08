import { DefaultLogger, Runtime } from '@temporalio/worker'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import type { PlatformCooldown } from '../../src/generated/prisma/client'
import { COOLDOWN_MS, type Cooling, type LimitAnswer, openCooling } from '../support/cooling'
import { COMMIT } from '../support/moments'
import type { OwnAccount } from '../support/own-account'
import type { TrackedJob } from '../support/tracked-job'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const tiktok = (status: number, code: string): LimitAnswer => ({
  status,
  body: { data: {}, error: { code, message: 'words', log_id: '2026ABC' } },
})
const graph = (code: number, error_subcode?: number): LimitAnswer => ({
  status: 400,
  body: { error: { message: 'words', type: 'OAuthException', code, error_subcode, fbtrace_id: 'A1' } },
})
const google = (status: number, reason: string): LimitAnswer => ({
  status,
  body: { error: { code: status, message: 'words', errors: [{ domain: 'd', reason, message: 'words' }] } },
})

type Limits = Record<Platform, { answer: LimitAnswer; reason: string }>

const ALL: Limits = {
  TIKTOK: { answer: tiktok(429, 'rate_limit_exceeded'), reason: 'rate-limited' },
  INSTAGRAM: { answer: graph(80002), reason: 'rate-limited' },
  YOUTUBE: { answer: google(403, 'userRateLimitExceeded'), reason: 'rate-limited' },
}
const WRITES: Limits = {
  // The cap of posts would be learnt, too.
  TIKTOK: { answer: tiktok(403, 'spam_risk_too_many_pending_share'), reason: 'draft-cap' },
  INSTAGRAM: { answer: graph(9, 2207042), reason: 'publishing-cap' },
  YOUTUBE: { answer: google(400, 'uploadLimitExceeded'), reason: 'channel-upload-limit' },
}
const APP: Limits = {
  TIKTOK: { answer: tiktok(403, 'reached_active_user_cap'), reason: 'app-user-cap' },
  INSTAGRAM: { answer: graph(4), reason: 'rate-limited' },
  YOUTUBE: { answer: google(403, 'rateLimitExceeded'), reason: 'rate-limited' },
}

/** What a publish does before its post exists, beside questions that others ask as well. */
const WRITE_OPERATIONS = [
  ...['video.init', 'chunk.put', 'publishing_limit.get', 'media.create', 'rupload.post', 'media.publish'],
  ...['session.start', 'session.put'],
]

let cooling: Cooling

beforeAll(async () => {
  cooling = await openCooling()
})
afterEach(async () => {
  await cooling.world.control('faults', undefined, 'DELETE')
  await cooling.passCooldown()
})
afterAll(() => cooling.close())

async function startJobs(accounts: OwnAccount[], each: number): Promise<TrackedJob[]> {
  const jobs: TrackedJob[] = []
  for (const account of accounts.flatMap((one) => Array.from({ length: each }, () => one))) {
    const job = await cooling.jobOf(account)
    await job.start()
    jobs.push(job)
  }
  return jobs
}

const openAccounts = (platforms: readonly Platform[]) =>
  Promise.all(platforms.map((platform) => cooling.openAccount(platform)))

/** A job whose commit arrives before the cooldown begins and is answered after it has. */
async function inMidCommit(account: OwnAccount) {
  const hold = cooling.holds.next(account.platform, COMMIT[account.platform], 'arrived')
  const job = await cooling.jobOf(account)
  await job.start()
  await hold.reached
  return { job, release: hold.release }
}

async function expectParked(job: TrackedJob, { reason, message, until }: PlatformCooldown): Promise<void> {
  const row = await job.reached('cooling-down')
  expect(row).toMatchObject({ status: 'DELAYED', waitReason: reason, commitRequestedAt: null })
  expect(row.errorMessage).toContain(message)
  expect(Number(row.waitUntil)).toBeGreaterThanOrEqual(Number(until))
  expect(Number(row.waitUntil)).toBeLessThan(Number(until) + 60_000)
}

async function expectPublishedOnce(jobs: TrackedJob[]): Promise<void> {
  for (const job of jobs) {
    expect(await cooling.ended(job)).toMatchObject({ phase: 'published', errorCode: null, waitReason: null })
    expect(await job.posts()).toHaveLength(1)
  }
}

describe.each([
  ['all', ALL],
  ['writes', WRITES],
] as const)('while one account of each platform is told to stop %s of its calls', (scope, limits) => {
  test('45 jobs of them and of others: none of theirs calls, the others are published, and each goes out once', async () => {
    const [struck, free] = [await openAccounts(PLATFORMS), await openAccounts([...PLATFORMS, ...PLATFORMS])]
    const under = []
    for (const account of struck) {
      const committing = await inMidCommit(account)
      const { job, cooldown } = await cooling.strike(account, limits[account.platform].answer)
      expect(cooldown).toMatchObject({
        platformUserId: account.target.platformUserId,
        scope: scope.toUpperCase(),
        reason: limits[account.platform].reason,
      })
      expect(Number(cooldown.until)).toBeLessThanOrEqual(Date.now() + 10 * COOLDOWN_MS)
      committing.release()
      under.push({ account, cooldown, job, committed: committing.job })
    }
    const waiting = await startJobs(struck, 5)
    await expectPublishedOnce(await startJobs(free, 4))

    for (const { account, cooldown, job, committed } of under) {
      const own = waiting.filter((one) => one.job.connectionId === account.target.connectionId)
      for (const one of [job, ...own]) await expectParked(one, cooldown)
      // Its commit was on its way before; to ask what became of it is no write.
      if (scope === 'writes') await committed.reached('published')
      expect(await cooling.cooldownOf(account)).toMatchObject({ id: cooldown.id, until: cooldown.until })
      const calls = await cooling.callsSince(cooldown.createdAt, account.platform, account)
      const forbidden = calls.filter(({ operation }) => scope === 'all' || WRITE_OPERATIONS.includes(operation))
      expect(forbidden.map(({ operation }) => operation)).toEqual([COMMIT[account.platform]])
    }

    await cooling.passCooldown()
    await expectPublishedOnce(under.flatMap(({ job, committed }) => [job, committed]))
    await expectPublishedOnce(waiting)
  })
})

test.each(PLATFORMS)(
  'a limit of the whole app at %s stops every account there, and nobody elsewhere',
  async (platform) => {
    const [struck, neighbour] = [await cooling.openAccount(platform), await cooling.openAccount(platform)]
    const { job, cooldown } = await cooling.strike(struck, APP[platform].answer)
    expect(cooldown).toMatchObject({ platformUserId: null, reason: APP[platform].reason })
    const waiting = [...(await startJobs([struck], 3)), ...(await startJobs([neighbour], 4))]
    const elsewhere = await openAccounts(PLATFORMS.filter((other) => other !== platform))
    await expectPublishedOnce(await startJobs(elsewhere, 4))

    for (const one of [job, ...waiting]) await expectParked(one, cooldown)
    expect(await cooling.callsSince(cooldown.createdAt, platform)).toEqual([])
    await cooling.passCooldown()
    await expectPublishedOnce([job, ...waiting])
  },
)

test.each(['TIKTOK', 'YOUTUBE'] as const)(
  'a cooldown that begins between two chunks of %s stops the next one; the upload goes on where it was',
  async (platform) => {
    const account = await cooling.openAccount(platform)
    const hold = cooling.holds.next(platform, COMMIT[platform], 'arrived')
    const job = await cooling.jobOf(account, { sizeBytes: 40 * 1024 * 1024 })
    await job.start()
    await hold.reached
    const { job: other, cooldown } = await cooling.strike(account, ALL[platform].answer)
    hold.release()
    await expectParked(job, cooldown)
    const operations = async () =>
      (await cooling.callsSince(cooldown.createdAt, platform, account)).map(({ operation }) => operation)
    expect(await operations()).toEqual([COMMIT[platform]])

    await cooling.passCooldown()
    await expectPublishedOnce([job, other])
    // The upload that was begun is the one that was finished: only the other job has opened one since.
    const opens = { TIKTOK: 'video.init', YOUTUBE: 'session.start' }[platform]
    expect((await operations()).filter((operation) => operation === opens)).toHaveLength(1)
  },
)

test('a commit that a cooldown forbids is not sent: its job waits with its upload, and sends it afterwards', async () => {
  const account = await cooling.openAccount('TIKTOK')
  // The question how far the upload is: nothing but the commit comes after it.
  const hold = cooling.holds.next('TIKTOK', 'status.fetch', 'done')
  const job = await cooling.jobOf(account)
  await job.start()
  await hold.reached
  const { job: other, cooldown } = await cooling.strike(account, ALL.TIKTOK.answer)
  hold.release()
  const row = await job.reached('cooling-down')
  expect(row).toMatchObject({ waitReason: 'rate-limited', commitNumber: 1, commitVerdict: 'not-published' })
  expect(await cooling.callsSince(cooldown.createdAt, 'TIKTOK', account)).toEqual([])

  await cooling.passCooldown()
  await expectPublishedOnce([job, other])
  const calls = await cooling.callsSince(cooldown.createdAt, 'TIKTOK', account)
  expect(calls.filter(({ operation }) => operation === 'video.init')).toHaveLength(1)
})

test('a commit whose outcome a limit hides begins that cooldown; the post is found after it, and not sent again', async () => {
  const account = await cooling.openAccount('TIKTOK')
  const fault = { platform: 'TIKTOK', operation: 'chunk.put', accountId: account.target.platformUserId, times: 1 }
  const limit = { kind: 'after-effect', status: 429, retryAfterSeconds: COOLDOWN_MS / 1_000 }
  await cooling.world.control('faults', { ...fault, ...limit })
  const job = await cooling.jobOf(account)
  await job.start()
  const { message } = await job.reached('unconfirmed').then(({ waitReason }) => ({ message: waitReason }))
  const cooldown = await cooling.cooldownOf(account)
  expect(cooldown).toMatchObject({
    reason: 'rate-limited',
    scope: 'ALL',
    evidence: { operation: 'chunk.put' },
    message,
  })
  const since = cooldown?.createdAt ?? new Date(0)
  expect(await cooling.callsSince(since, 'TIKTOK', account)).toEqual([])

  await cooling.passCooldown()
  await expectPublishedOnce([job])
  const calls = await cooling.callsSince(since, 'TIKTOK', account)
  expect(calls.map(({ operation }) => operation)).not.toContain('chunk.put')
})

test("a cap that only a task's end tells holds the account's other posts, too", async () => {
  const profile = { processing: 'fail', failReason: 'spam_risk_too_many_posts' }
  const account = await cooling.openAccount('TIKTOK', profile)
  const job = await cooling.jobOf(account)
  await job.start()
  expect(await job.reached('cooling-down')).toMatchObject({ waitReason: 'posting-cap', commitVerdict: 'not-published' })
  const cooldown = await cooling.cooldownOf(account)
  expect(cooldown).toMatchObject({ scope: 'WRITES', reason: 'posting-cap', evidence: { operation: 'status.fetch' } })
  const [other] = await startJobs([account], 1)
  await other?.reached('cooling-down')
  expect(await cooling.callsSince(cooldown?.createdAt ?? new Date(0), 'TIKTOK', account)).toEqual([])
})

import { PLATFORMS, type Platform } from '../../src/domain/platform'
import type { PublishAttempt } from '../../src/generated/prisma/client'
import { keepHistory } from '../support/histories'
import type { OwnAccount } from '../support/own-account'
import { openParking, type Parking } from '../support/parking'
import { silenceTemporal } from '../support/quiet'
import { reconcilerOf } from '../support/reconciler'
import type { TrackedJob } from '../support/tracked-job'
import { until } from '../support/until'

silenceTemporal()

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const MONTH_SECONDS = 30 * 86_400

let parking: Parking

beforeAll(async () => {
  parking = await openParking({
    // Long enough that what comes sooner was called for.
    UNCONFIRMED_INTERVAL_MS: String(HOUR_MS),
    COMMIT_TIMEOUT_MS: '5000',
    CONFIRM_BUDGET_MS: '8000',
  })
})
afterEach(() => parking.forgetFaults())
afterAll(() => parking.close())

/** A round of the reconciler, a minute from now. */
const reconcile = () => reconcilerOf(parking.world, parking.workers, { nowMs: () => Date.now() + 60_000 })()

/** A probe that was answered. */
function expectProbeBetweenCommits(attempts: PublishAttempt[]): void {
  const steps = attempts.map(({ step, outcome }) => `${step} ${outcome ?? ''}`)
  const [first, second] = steps.flatMap((step, index) => (step.startsWith('commit') ? [index] : []))
  expect(steps.slice(first, second)).toContain('probe done')
}

describe.each(PLATFORMS)('on %s, an account that its user has taken back', (platform) => {
  test.each([
    ['after-effect', 1],
    ['before-effect', 2],
  ] as const)(
    'while a commit lacks its verdict (%s) leaves the job unconfirmed; it is probed at once when the account is back',
    async (effect, commits) => {
      const account = await parking.openAccount(platform)
      const job = await parking.unconfirmedAndRevoked(account, effect)
      expect(await account.connection()).not.toMatchObject({ status: 'ACTIVE' })
      await parking.workers.gateway.wake(job.job.jobId)
      expect(await job.reached('unconfirmed')).toMatchObject({ commitNumber: 1, commitVerdict: null })

      await parking.reconnect(account)
      const { phase, commitNumber, attempts } = await job.ended()
      expect({ phase, commitNumber }).toEqual({ phase: 'published', commitNumber: commits })
      expect(await job.posts()).toHaveLength(1)
      if (commits === 2) expectProbeBetweenCommits(attempts)
    },
  )
})

describe('a lost signal', () => {
  test('leaves a job asleep until the reconciler finds its account connected again, and not before', async () => {
    const account = await parking.openAccount('INSTAGRAM')
    const job = await parking.parkedInMidUpload(account)
    const { attemptNumber } = await job.reached('waiting-for-reconnect')
    await reconcile()
    await reconcile()
    await account.reconnect()
    await job.ended(reconcile)
    await keepHistory(job.handle, 'parked-in-mid-upload')
    expect(await job.posts()).toHaveLength(1)
    expect(await job.row()).toMatchObject({ phase: 'published', attemptNumber: attemptNumber + 1 })
  })

  test('does not keep an unconfirmed job from being probed', async () => {
    const account = await parking.openAccount('YOUTUBE')
    const job = await parking.unconfirmedAndRevoked(account, 'after-effect')
    await account.reconnect()
    expect(await job.ended(reconcile)).toMatchObject({ phase: 'published' })
    expect(await job.posts()).toHaveLength(1)
  })
})

test('another account in the place of the one that a commit was sent for settles nothing; the earlier one does', async () => {
  const account = await parking.openAccount('TIKTOK')
  const job = await parking.unconfirmedAndRevoked(account, 'before-effect')
  await account.reconnect()
  await parking.world.prisma.platformConnection.update({
    where: { id: account.target.connectionId },
    data: { platformUserId: 'another-account' },
  })
  await parking.wake(account)
  const askedInVain = await until(async () => {
    const row = await job.row()
    return row.waitReason?.startsWith('Another account') && row
  })
  expect(askedInVain).toMatchObject({ phase: 'unconfirmed', commitNumber: 1, commitVerdict: null })
  await parking.reconnect(account)
  expect(await job.ended()).toMatchObject({ phase: 'published', commitNumber: 2 })
  expect(await job.posts()).toHaveLength(1)
})

/** How long what an interrupted upload has left is good for. */
const CHECKPOINT_LIFE_MS: Record<Platform, number> = { TIKTOK: HOUR_MS, INSTAGRAM: DAY_MS, YOUTUBE: 7 * DAY_MS }

const checkpointsOf = ({ job }: TrackedJob) =>
  parking.world.prisma.checkpoint.findMany({ where: { publishJob: { jobId: job.jobId } }, orderBy: { number: 'asc' } })

// The last, since time does not go back.
describe.each(PLATFORMS)('on %s, an account that comes back after the upload has expired', (platform) => {
  async function comeBackLate(account: OwnAccount): Promise<void> {
    await parking.passTime(CHECKPOINT_LIFE_MS[platform] + HOUR_MS)
    await parking.reconnect(account)
  }

  test('has a job that was parked in mid-upload published once, by a new upload', async () => {
    const account = await parking.openAccount(platform)
    const job = await parking.parkedInMidUpload(account, { reconnectWaitSeconds: MONTH_SECONDS })
    expect(await job.reached('waiting-for-reconnect')).toMatchObject({
      status: 'DELAYED',
      errorCategory: 'auth',
      errorMessage: expect.stringMatching(/connect.*goes on by itself\.$/),
    })
    await comeBackLate(account)
    expect(await job.ended()).toMatchObject({ phase: 'published', errorCode: null, commitNumber: 1 })
    expect(await job.posts()).toHaveLength(1)
    expect(await checkpointsOf(job)).toMatchObject([{ discardedAt: expect.any(Date) }, { discardedAt: null }])
  })

  test('has a job whose commit was lost probed before anything is sent again, by a new upload', async () => {
    const account = await parking.openAccount(platform)
    const job = await parking.unconfirmedAndRevoked(account, 'before-effect')
    await comeBackLate(account)
    if (platform === 'YOUTUBE') await settleByHand(job)
    // Temporal's time was not moved: a short wait is long to it.
    const { phase, commitNumber, attempts } = await job.ended(() => parking.wake(account))
    expect({ phase, commitNumber }).toEqual({ phase: 'published', commitNumber: 2 })
    expect(await job.posts()).toHaveLength(1)
    expect(await checkpointsOf(job)).toMatchObject([{ discardedAt: expect.any(Date) }, { discardedAt: null }])
    expectProbeBetweenCommits(attempts)
  })
})

/** YouTube has forgotten the upload by then, and nothing else could tell what became of it. */
async function settleByHand(job: TrackedJob): Promise<void> {
  const { jobId } = job.job
  await until(async () => (await job.row()).attempts.some(({ message }) => message?.includes('forgotten')))
  expect(await job.row()).toMatchObject({ commitNumber: 1, commitVerdict: null })
  expect(await parking.workers.hands.resolve(jobId, { live: false })).toMatchObject({ answer: 'resolved' })
  await parking.retry(job)
}

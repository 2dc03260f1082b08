import { randomUUID } from 'node:crypto'
import { ApplicationFailure } from '@temporalio/activity'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker } from '@temporalio/worker'
import type { AccountSynced, MetricsActivities } from '../../src/activities/metrics'
import type { SyncRoundActivities } from '../../src/activities/sync-round'
import type { DueAccount } from '../../src/domain/ports/sync'
import type { SyncStop } from '../../src/domain/sync-stop'
import { NO_TALLY } from '../../src/domain/sync-tally'
import { PUBLISH_QUEUE, remoteQueue } from '../../src/workflows/contract'
import type { PlatformSynced, SyncPlatformInput } from '../../src/workflows/sync-platform'
import { keepHistory } from '../support/histories'
import { silenceTemporal } from '../support/quiet'
import { runLengths } from '../support/run-lengths'
import { SKIPPING_NAMESPACE, startSkipping } from '../support/skipping'

silenceTemporal()
const PAGE_SIZE = 50
const AT_ONCE = 8
const MAX_EVENTS = 2_000

const STOP: SyncStop = {
  ...{ code: 'youtube-quota-exhausted', message: 'A sentence.', remedy: 'A remedy.' },
  ...{ reach: 'platform', untilMs: null },
}

const INPUT: SyncPlatformInput = {
  ...{ platform: 'YOUTUBE', startedAtMs: 0, endsAtMs: 3_600_000, heartbeatTimeoutMs: 60_000 },
  ...{ after: null, tally: NO_TALLY },
}

let env: TestWorkflowEnvironment

beforeAll(async () => {
  env = await startSkipping()
})
afterAll(() => env.teardown())

type SyncOne = (account: { userId: string; index: number; underWay: number }) => Promise<Partial<AccountSynced> | void>

/** Runs the sync of a platform with so many accounts due, each of which `syncOne` brings. */
async function syncWith(accounts: number, syncOne: SyncOne) {
  const due: DueAccount[] = Array.from({ length: accounts }, (_none, index) => ({
    userId: `user-${index}`,
    dueAtMs: index,
  }))
  const synced: string[] = []
  let underWay = 0
  let putOffs = 0
  const round: Pick<SyncRoundActivities, 'findDueAccounts' | 'putOffPlatform'> = {
    findDueAccounts: ({ after, except }) => {
      const behind = due.filter(({ userId, dueAtMs }) => dueAtMs > (after?.dueAtMs ?? -1) && !except.includes(userId))
      return Promise.resolve(behind.slice(0, PAGE_SIZE))
    },
    putOffPlatform: () => {
      putOffs += 1
      return Promise.resolve(accounts - synced.length)
    },
  }
  const calls: MetricsActivities = {
    async syncAccount({ userId }) {
      synced.push(userId)
      underWay += 1
      try {
        const told = await syncOne({ userId, index: Number(userId.slice('user-'.length)), underWay })
        return { tally: { ...NO_TALLY, accounts: 1 }, stop: null, ...told }
      } finally {
        underWay -= 1
      }
    },
  }
  const shared = { connection: env.nativeConnection, namespace: SKIPPING_NAMESPACE }
  const [own, remote] = await Promise.all([
    Worker.create({
      ...{ ...shared, taskQueue: PUBLISH_QUEUE, activities: round },
      workflowBundle: { codePath: process.env.WORKFLOW_BUNDLE ?? '' },
    }),
    Worker.create({ ...shared, taskQueue: remoteQueue('call', 'YOUTUBE'), activities: calls }),
  ])
  return own.runUntil(() =>
    remote.runUntil(async () => {
      const workflowId = `sync-${randomUUID()}`
      const handle = await env.client.workflow.start('syncPlatform', {
        ...{ taskQueue: PUBLISH_QUEUE, workflowId, args: [INPUT] },
      })
      const result = (await handle.result()) as PlatformSynced
      const [lengths] = await runLengths(env.client, workflowId, handle.firstExecutionRunId)
      const firstRun = env.client.workflow.getHandle(workflowId, handle.firstExecutionRunId)
      return { ...result, firstRun, synced, putOffs, events: lengths?.events ?? [] }
    }),
  )
}

test('accounts beyond what one run may hold are gone through in several, each once and so many at once at most', async () => {
  let most = 0
  const { tally, finding, synced, events, firstRun } = await syncWith(320, ({ underWay }) => {
    most = Math.max(most, underWay)
    return new Promise((resolve) => setImmediate(resolve))
  })
  expect(new Set(synced).size).toBe(320)
  expect(synced).toHaveLength(320)
  expect({ tally, finding }).toEqual({ tally: { ...NO_TALLY, accounts: 320 }, finding: null })
  expect(most).toBeLessThanOrEqual(AT_ONCE)
  expect(events.length).toBeGreaterThan(1)
  await keepHistory(firstRun, 'sync-platform-continued')
  for (const length of events) expect(length).toBeLessThan(MAX_EVENTS)
})

test('an account that takes long holds no other', async () => {
  let others = 0
  let release = () => {}
  const allOthers = new Promise<void>((resolve) => (release = resolve))
  const { tally } = await syncWith(2 * PAGE_SIZE, async ({ index }) => {
    if (index === 0) return allOthers
    if (++others === 2 * PAGE_SIZE - 1) release()
  })
  expect(tally.accounts).toBe(2 * PAGE_SIZE)
})

test('an account that cannot be worked through is counted, and no other suffers', async () => {
  const { tally, finding, firstRun } = await syncWith(20, ({ index }) =>
    index === 3 ? Promise.reject(ApplicationFailure.nonRetryable('a fault')) : Promise.resolve(),
  )
  expect({ tally, finding }).toEqual({ tally: { ...NO_TALLY, accounts: 19, brokenOff: 1 }, finding: null })
  await keepHistory(firstRun, 'sync-account-broken-off')
})

test('once the whole platform is stopped no account is begun, what is left is put off, and the report says why', async () => {
  let release = () => {}
  const stopped = new Promise<void>((resolve) => (release = resolve))
  const { tally, finding, synced, putOffs, firstRun } = await syncWith(2 * PAGE_SIZE, async ({ index }) => {
    if (index > 10) await stopped
    if (index !== 10) return
    release()
    return { stop: STOP }
  })
  expect(synced.length).toBeLessThan(PAGE_SIZE)
  expect(putOffs).toBe(1)
  await keepHistory(firstRun, 'sync-platform-stopped')
  expect(tally).toEqual({ ...NO_TALLY, accounts: synced.length, putOff: 2 * PAGE_SIZE - synced.length })
  expect(finding).toEqual({ code: STOP.code, message: STOP.message, remedy: STOP.remedy })
})

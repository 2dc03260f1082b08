import { randomUUID } from 'node:crypto'
import { createSyncRows } from '../../src/database/metrics/sync-rows'
import type { DueAccount, SyncRows } from '../../src/domain/ports/sync'
import { FURTHEST_PLAN_MS } from '../../src/domain/sync-cadence'
import type { Prisma } from '../../src/generated/prisma/client'
import { openJobTable, START_MS, type JobTable } from '../support/job-table'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const YEAR_MS = 365 * DAY_MS

let table: JobTable
let sync: SyncRows

beforeAll(async () => {
  table = await openJobTable()
  sync = createSyncRows(table.prisma, table.clock)
})
beforeEach(() => table.prisma.publishedPost.deleteMany())
afterAll(() => table.close())

const at = (ms: number) => new Date(ms)

async function addUser(): Promise<string> {
  return (await table.prisma.user.create({ data: { email: `${randomUUID()}@example.com` }, select: { id: true } })).id
}

/** @param dueAtMs null: not any more */
async function addPost(
  userId: string,
  dueAtMs: number | null,
  change: Partial<Prisma.PublishedPostUncheckedCreateInput> = {},
): Promise<string> {
  const { id } = await table.prisma.publishedPost.create({
    data: {
      userId,
      videoId: await table.addVideo(),
      platform: 'TIKTOK',
      platformPostId: randomUUID(),
      caption: 'A caption',
      hashtags: ['test'],
      publishedAt: at(START_MS - 2 * DAY_MS),
      nextSyncAt: dueAtMs === null ? null : at(dueAtMs),
      ...change,
    },
    select: { id: true },
  })
  return id
}

const accounts = (after: DueAccount | null = null, except: string[] = [], limit = 10) =>
  sync.dueAccounts({ platform: 'TIKTOK', dueBeforeMs: START_MS, after, except }, limit)

async function pages(userId: string, pageSize: number, each: (ids: string[]) => Promise<unknown> = async () => {}) {
  const all: string[][] = []
  for await (const posts of sync.duePosts({ platform: 'TIKTOK', userId }, START_MS, pageSize)) {
    all.push(posts.map(({ id }) => id))
    await each(posts.map(({ id }) => id))
  }
  return all
}

const rowOf = (id: string) => table.prisma.publishedPost.findUniqueOrThrow({ where: { id } })

describe('accounts with due posts', () => {
  test('come page by page, those that have waited the longest first, each once', async () => {
    const users = [await addUser(), await addUser(), await addUser()]
    const [first = '', second = '', third = ''] = users
    await addPost(third, START_MS - 3)
    await addPost(first, START_MS - 2)
    await addPost(first, START_MS - 1)
    await addPost(second, START_MS - 2)
    const middle = [first, second].sort()
    const page = await accounts(null, [], 2)
    expect(page).toEqual([
      { userId: third, dueAtMs: START_MS - 3 },
      { userId: middle[0], dueAtMs: START_MS - 2 },
    ])
    expect(await accounts(page[1])).toEqual([{ userId: middle[1], dueAtMs: START_MS - 2 }])
  })

  test('are those of the platform whose posts are due by then, and are not being read', async () => {
    const [due, later, other, ended, busy] = await Promise.all(Array.from({ length: 5 }, addUser))
    if (!due || !later || !other || !ended || !busy) throw new Error('five users')
    await addPost(due, START_MS)
    await addPost(later, START_MS + 1)
    await addPost(other, START_MS, { platform: 'YOUTUBE' })
    await addPost(ended, null)
    await addPost(busy, START_MS)
    expect(await accounts(null, [busy])).toEqual([{ userId: due, dueAtMs: START_MS }])
  })
})

describe('the due posts of an account', () => {
  test('come each once, those that have waited the longest first, whatever is recorded meanwhile', async () => {
    const userId = await addUser()
    const ids = []
    for (const ago of [5, 4, 3, 3, 3, 1]) ids.push({ id: await addPost(userId, START_MS - ago), ago })
    await addPost(userId, START_MS + 1)
    const inOrder = ids.sort((a, b) => b.ago - a.ago || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
    const recording = (page: string[]) =>
      sync.record(
        page.map((id) => ({ id, reading: { state: 'unresolved' }, nextSyncAtMs: START_MS + DAY_MS })),
        START_MS,
      )
    expect((await pages(userId, 2)).flat()).toEqual(inOrder)
    expect((await pages(userId, 4, recording)).flat()).toEqual(inOrder)
    expect(await pages(userId, 4)).toEqual([])
  })

  test('tell all that the question and the next plan need', async () => {
    const userId = await addUser()
    const id = await addPost(userId, START_MS, {
      platformPostIdProvisional: true,
      platformPostId: 'v_pub_1',
      platformUserId: 'account-1',
      lastSyncedAt: at(START_MS - HOUR_MS),
      countersChangedAt: at(START_MS - 2 * HOUR_MS),
      sharesSyncedAt: at(START_MS - HOUR_MS),
      ...{ views: 9_007_199_254_740_991n, likes: 2, comments: 3, shares: 4 },
    })
    for await (const posts of sync.duePosts({ platform: 'TIKTOK', userId }, START_MS, 5))
      expect(posts).toEqual([
        {
          id,
          userId,
          platform: 'TIKTOK',
          platformUserId: 'account-1',
          platformPostId: 'v_pub_1',
          isProvisional: true,
          caption: 'A caption',
          hashtags: ['test'],
          publishedAtMs: START_MS - 2 * DAY_MS,
          lastSyncedAtMs: START_MS - HOUR_MS,
          countersChangedAtMs: START_MS - 2 * HOUR_MS,
          counters: { views: Number.MAX_SAFE_INTEGER, likes: 2, comments: 3, shares: 4 },
          isSharesDue: false,
        },
      ])
    expect.assertions(1)
  })
})

describe('a plan that fits no cadence', () => {
  const replan = (nowMs = START_MS) => sync.replan(nowMs, YEAR_MS)

  test('of a young post that was given up is made anew, within a day', async () => {
    const id = await addPost(await addUser(), null)
    expect(await replan()).toBe(1)
    const { nextSyncAt } = await rowOf(id)
    expect(nextSyncAt?.getTime()).toBeGreaterThanOrEqual(START_MS)
    expect(nextSyncAt?.getTime()).toBeLessThan(START_MS + DAY_MS)
    expect(await replan()).toBe(0)
  })

  test('by a clock that was ahead is made anew; one that reaches as far as plans do is left', async () => {
    const userId = await addUser()
    const [wrong, right] = [
      await addPost(userId, START_MS + FURTHEST_PLAN_MS + 1),
      await addPost(userId, START_MS + FURTHEST_PLAN_MS),
    ]
    expect(await replan()).toBe(1)
    expect((await rowOf(wrong)).nextSyncAt?.getTime()).toBeLessThan(START_MS + DAY_MS)
    expect(await rowOf(right)).toMatchObject({ nextSyncAt: at(START_MS + FURTHEST_PLAN_MS) })
  })

  test('is what old, archived and deleted posts should have', async () => {
    const userId = await addUser()
    await addPost(userId, null, { publishedAt: at(START_MS - YEAR_MS) })
    await addPost(userId, null, { archivedAt: at(START_MS) })
    await addPost(userId, null, { deletedAt: at(START_MS) })
    expect(await replan()).toBe(0)
  })

  test('is taken from archived and deleted posts, whoever has left it to them', async () => {
    const userId = await addUser()
    const archived = await addPost(userId, START_MS - 1, { archivedAt: at(START_MS) })
    const deleted = await addPost(userId, START_MS + FURTHEST_PLAN_MS + 1, { deletedAt: at(START_MS) })
    expect(await replan()).toBe(2)
    expect([await rowOf(archived), await rowOf(deleted)]).toMatchObject([{ nextSyncAt: null }, { nextSyncAt: null }])
    expect(await accounts()).toEqual([])
  })
})

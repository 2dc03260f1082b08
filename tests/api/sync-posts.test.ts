import { randomUUID } from 'node:crypto'
import type { ForcedSync } from '../../src/database/metrics/force-sync'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import type { Prisma } from '../../src/generated/prisma/client'
import { createCreator, startTestApi, type TestApi } from '../support/api'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let api: TestApi
let operator: string

beforeAll(async () => {
  api = await startTestApi()
  operator = await api.newKey(['publish', 'operate'])
})
beforeEach(async () => {
  await api.prisma.publishedPost.deleteMany()
  api.syncRuns.started = 0
  api.syncRuns.failWith = null
})
afterAll(() => api.close())

const now = () => new Date(api.clock.nowMs())
const ago = (ms: number) => new Date(api.clock.nowMs() - ms)

const sync = <Body = ForcedSync>(body: unknown, key?: string) =>
  api.send<Body>('POST', '/v1/posts/sync', { body, ...(key && { key }) })

/** A user with a post on each platform, none of them due. */
async function creatorWithPosts(change: Partial<Prisma.PublishedPostUncheckedCreateInput> = {}) {
  const { userId, videoId } = await createCreator(api.prisma)
  const posts = PLATFORMS.map((platform) => ({
    id: randomUUID(),
    userId,
    videoId,
    platform,
    platformPostId: randomUUID(),
    caption: 'A caption',
    publishedAt: ago(DAY_MS),
    nextSyncAt: ago(-DAY_MS),
    ...change,
  }))
  await api.prisma.publishedPost.createMany({ data: posts })
  const idOf = (platform: Platform) => posts.find((post) => post.platform === platform)?.id ?? ''
  return { userId, idOf }
}

const due = async () =>
  (await api.prisma.publishedPost.findMany({ where: { nextSyncAt: { lte: now() } }, select: { id: true } })).map(
    ({ id }) => id,
  )

test('a forced sync makes a post, a user, a user on one platform, or everybody due, and begins a round', async () => {
  const [first, second] = [await creatorWithPosts(), await creatorWithPosts()]
  expect(await sync({ postId: first.idOf('TIKTOK') })).toMatchObject({ status: 202, body: { posts: 1, recent: 0 } })
  expect(await due()).toEqual([first.idOf('TIKTOK')])
  expect((await sync({ userId: second.userId, platform: 'YOUTUBE' })).body).toEqual({ posts: 1, recent: 0 })
  expect((await due()).sort()).toEqual([first.idOf('TIKTOK'), second.idOf('YOUTUBE')].sort())
  expect((await sync({ userId: second.userId })).body).toEqual({ posts: 3, recent: 0 })
  expect(await due()).toHaveLength(4)
  expect((await sync({ all: true }, operator)).body).toEqual({ posts: 6, recent: 0 })
  expect(await due()).toHaveLength(6)
  expect(api.syncRuns.started).toBe(4)
})

test('a post that was synced within the last minute is not asked about again, and the answer says so', async () => {
  const { userId, idOf } = await creatorWithPosts({ lastSyncedAt: ago(MINUTE_MS - 1) })
  expect((await sync({ userId })).body).toEqual({ posts: 0, recent: 3 })
  expect(await due()).toEqual([])
  expect(api.syncRuns.started).toBe(0)
  const lastSyncedAt = ago(MINUTE_MS)
  await api.prisma.publishedPost.update({ where: { id: idOf('TIKTOK') }, data: { lastSyncedAt } })
  expect((await sync({ userId })).body).toEqual({ posts: 1, recent: 2 })
})

test('a post that had become too old is brought once more; one that is archived or deleted is not', async () => {
  const { userId, idOf } = await creatorWithPosts({ nextSyncAt: null })
  await api.prisma.publishedPost.update({ where: { id: idOf('TIKTOK') }, data: { archivedAt: now() } })
  await api.prisma.publishedPost.update({ where: { id: idOf('YOUTUBE') }, data: { deletedAt: now() } })
  expect((await sync({ userId })).body).toEqual({ posts: 1, recent: 0 })
  expect(await due()).toEqual([idOf('INSTAGRAM')])
})

test('what has waited for longer keeps its turn', async () => {
  const nextSyncAt = ago(DAY_MS)
  const { userId, idOf } = await creatorWithPosts({ nextSyncAt })
  expect((await sync({ userId })).body).toEqual({ posts: 3, recent: 0 })
  expect(await api.prisma.publishedPost.findUnique({ where: { id: idOf('TIKTOK') } })).toMatchObject({ nextSyncAt })
})

test('with Temporal out of reach the posts are due all the same', async () => {
  const { userId } = await creatorWithPosts()
  api.syncRuns.failWith = new Error('unreachable')
  expect(await sync({ userId })).toMatchObject({ status: 202, body: { posts: 3 } })
  expect(await due()).toHaveLength(3)
  expect(api.logText()).toContain('a later round will')
})

test('only an operator brings the numbers of everybody', async () => {
  await creatorWithPosts()
  const { status, body } = await sync<{ code: string; scope: string }>({ all: true })
  expect({ status, code: body.code, scope: body.scope }).toEqual({
    status: 403,
    code: 'scope-missing',
    scope: 'operate',
  })
  expect((await sync({ all: true }, await api.newKey(['operate', 'read']))).status).toBe(403)
  expect(await due()).toEqual([])
})

test('a post and a user that do not exist are told', async () => {
  expect((await sync<{ code: string }>({ postId: 'nobody' })).body.code).toBe('post-not-found')
  expect((await sync<{ code: string }>({ userId: 'nobody' })).body.code).toBe('user-not-found')
})

test.each([
  [{}, ['one-of-post-user-and-all']],
  [{ postId: 'a', userId: 'b' }, ['one-of-post-user-and-all']],
  [{ postId: 'a', platform: 'TIKTOK' }, ['platform-without-user']],
  [{ platform: 'TIKTOK' }, ['one-of-post-user-and-all', 'platform-without-user']],
])('%j breaks %j', async (body, codes) => {
  const { status, body: problem } = await sync<{ errors: { code: string }[] }>(body)
  expect(status).toBe(422)
  expect(problem.errors.map(({ code }) => code)).toEqual(codes)
})

test('every fault of a body is told at once', async () => {
  const { body } = await sync<{ errors: { pointer: string }[] }>({ postId: 7, platform: 'tiktok', all: false, of: 1 })
  const pointers = new Set(body.errors.map(({ pointer }) => pointer))
  expect(pointers).toEqual(new Set(['', '/postId', '/platform', '/all', '/of']))
  expect(body.errors).toHaveLength(6)
})

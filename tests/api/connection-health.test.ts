import { randomUUID } from 'node:crypto'
import type { ConnectionList, ConnectionView } from '../../src/api/schemas/connection'
import { createCreator, startTestApi, type TestApi } from '../support/api'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

const DAY_MS = 86_400_000

const at = (ms: number) => new Date(api.clock.nowMs() + ms)

const list = async (userId: string) =>
  (await api.send<ConnectionList>('GET', `/v1/connections?userId=${userId}`)).body.items

test('the health of each account is told in a listing and by itself, and never a token', async () => {
  const { userId } = await createCreator(api.prisma)
  await api.prisma.platformConnection.update({
    where: { id: `${userId}-TIKTOK` },
    data: { refreshExpiresAt: at(100 * DAY_MS), refreshFailure: 'platform-unavailable', refreshFailedAt: at(-1_000) },
  })
  await api.prisma.platformConnection.update({
    where: { id: `${userId}-YOUTUBE` },
    data: { status: 'EXPIRED', statusReason: 'grant-revoked', statusChangedAt: at(-DAY_MS) },
  })

  const items = await list(userId)

  expect(items.map(({ platform, health }) => [platform, health.usable, health.state, health.reason?.code])).toEqual([
    ['TIKTOK', true, 'refresh-failing', 'platform-unavailable'],
    ['INSTAGRAM', true, 'ok', undefined],
    ['YOUTUBE', false, 'reconnect-required', 'grant-revoked'],
  ])
  expect(items[0]?.health).toMatchObject({
    since: at(-1_000).toISOString(),
    until: at(100 * DAY_MS).toISOString(),
    lastRefreshFailure: { code: 'platform-unavailable', at: at(-1_000).toISOString() },
  })
  expect(items[2]?.health).toMatchObject({ since: at(-DAY_MS).toISOString(), until: null, waitingJobs: 0 })
  for (const item of items) {
    expect((await api.send<ConnectionView>('GET', `/v1/connections/${item.id}`)).body).toEqual(item)
  }
  expect(JSON.stringify(items)).not.toMatch(/secret|accessToken|refreshToken/)
})

test('the jobs that wait for the user are counted', async () => {
  const { userId, videoId } = await createCreator(api.prisma)
  const job = { userId, videoId, platform: 'TIKTOK', connectionId: `${userId}-TIKTOK`, caption: '' } as const
  await api.prisma.publishJob.createMany({
    data: [
      { ...job, jobId: `publish-${randomUUID()}`, status: 'DELAYED', phase: 'waiting-for-reconnect' },
      { ...job, jobId: `publish-${randomUUID()}`, status: 'DELAYED', phase: 'waiting-for-reconnect' },
      { ...job, jobId: `publish-${randomUUID()}`, status: 'DELAYED', phase: 'scheduled' },
    ],
  })
  expect((await list(userId)).map(({ health }) => health.waitingJobs)).toEqual([2, 0, 0])
})

test('an unknown connection is not found, and reading needs the scope read', async () => {
  const unknown = await api.send('GET', '/v1/connections/nothing')
  expect([unknown.status, unknown.body.code]).toEqual([404, 'connection-not-found'])
  const key = await api.newKey(['publish', 'accounts'])
  expect((await api.send('GET', '/v1/connections/nothing', { key })).status).toBe(403)
})

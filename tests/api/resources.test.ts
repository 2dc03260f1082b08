import { randomUUID } from 'node:crypto'
import { createCreator, startTestApi } from '../support/api'
import type { ProblemDetails } from '../../src/api/problems'
import type { ConnectionList } from '../../src/api/schemas/connection'
import type { PostPage } from '../../src/api/schemas/post'
import type { VideoView } from '../../src/api/schemas/video'
import type { TestApi } from '../support/api'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

describe('users', () => {
  test('a user is created, read and changed under the id that the caller gave', async () => {
    const id = `user-${randomUUID()}`
    const email = `${id}@example.com`

    const created = await api.send('PUT', `/v1/users/${id}`, { body: { email } })
    expect([created.status, created.body.name]).toEqual([201, null])
    const changed = await api.send('PUT', `/v1/users/${id}`, { body: { email, name: 'Mom' } })
    expect(changed.status).toBe(200)
    expect((await api.send('GET', `/v1/users/${id}`)).body).toEqual(changed.body)
  })

  test('an e-mail address belongs to one user', async () => {
    const { userId } = await createCreator(api.prisma)
    const { status, body } = await api.send('PUT', '/v1/users/other', { body: { email: `${userId}@example.com` } })
    expect([status, body.code]).toEqual([409, 'email-taken'])
  })

  test('users are written with the scope accounts only', async () => {
    const key = await api.newKey(['publish', 'read', 'operate'])
    const { status, body } = await api.send('PUT', '/v1/users/x', { body: { email: 'x@example.com' }, key })
    expect([status, body.scope]).toEqual([403, 'accounts'])
  })
})

test('connections are listed without their tokens', async () => {
  const { userId } = await createCreator(api.prisma)
  const { status, body } = await api.send<ConnectionList>('GET', `/v1/connections?userId=${userId}`)

  expect(status).toBe(200)
  expect(body.items.map((item) => item.platform)).toEqual(['TIKTOK', 'INSTAGRAM', 'YOUTUBE'])
  expect(JSON.stringify(body)).not.toMatch(/secret|accessToken|refreshToken/)
})

describe('videos', () => {
  const register = <Body = VideoView>(body: object, key?: string) =>
    api.send<Body>('POST', '/v1/videos', {
      body: { title: 'Bedtime', ...body },
      ...(key && { key }),
    })
  const put = (key: string, etag = 'etag-1') =>
    api.objects.set(key, { etag, sizeBytes: 5_000_000_000, contentType: 'video/mp4' })

  test('an object under the user’s own prefix becomes a video that is inspected', async () => {
    const { userId } = await createCreator(api.prisma)
    const key = `videos/${userId}/bedtime.mp4`
    put(key)

    const { status, body } = await register({ userId, key })

    expect(status).toBe(201)
    expect(body).toMatchObject({
      key,
      sizeBytes: 5_000_000_000,
      format: 'mp4',
      status: 'PROCESSING',
      upload: null,
    })
    expect(api.inspectionRuns.asked).toContain(body.id)
    expect(await api.prisma.video.findUniqueOrThrow({ where: { id: body.id } })).toMatchObject({ etag: 'etag-1' })
    const listed = await api.send('GET', `/v1/videos?userId=${userId}&limit=1`)
    const { upload: _upload, ...shown } = body as VideoView & { upload: null }
    expect(listed.body.items).toEqual([shown])
    expect(listed.body.nextCursor).not.toBeNull()
  })

  test('registering the same object again answers the same video; a replaced one is refused', async () => {
    const { userId } = await createCreator(api.prisma)
    const key = `videos/${userId}/bedtime.mp4`
    put(key)
    const first = await register({ userId, key })

    const again = await register({ userId, key })
    expect([again.status, again.body.id]).toEqual([200, first.body.id])
    put(key, 'etag-2')
    const replaced = await register<ProblemDetails>({ userId, key })
    expect([replaced.status, replaced.body.code]).toEqual([409, 'video-key-taken'])
  })

  test('every fault of a registration is told at once', async () => {
    const codes = async (userId: string) => {
      const { status, body } = await register<ProblemDetails>({ userId, key: `videos/${userId}/none.avi` })
      return [status, body.errors?.map((error) => error.code)]
    }
    const { userId } = await createCreator(api.prisma)
    expect(await codes(userId)).toEqual([422, ['format-not-supported', 'object-not-found']])
    expect(await codes('nobody')).toEqual([422, ['user-not-found', 'format-not-supported']])
  })

  test('a key of another user is refused without telling whether it exists; operators may name any', async () => {
    const { userId } = await createCreator(api.prisma)
    const key = `imports/${userId}.mp4`
    put(key)

    const foreign = await register<ProblemDetails>({ userId, key })
    expect(foreign.body.errors).toEqual([expect.objectContaining({ pointer: '/key', code: 'key-outside-prefix' })])
    const operator = await api.newKey(['publish', 'operate'])
    expect((await register({ userId, key }, operator)).status).toBe(201)
  })

  test.each(['videos/u/../v/x.mp4', 'videos//x.mp4', '/videos/u/x.mp4', 'videos/u/x\\y.mp4', 'videos/u/\u0007.mp4'])(
    'the key %j, which a client on the way could read as another, is refused',
    async (key) => {
      const { body } = await register<ProblemDetails>({ userId: 'u', key })
      expect(body.errors).toEqual([expect.objectContaining({ pointer: '/key', code: 'malformed-key' })])
    },
  )
})

test('posts are listed and read; a provisional id is not told', async () => {
  const { userId, videoId } = await createCreator(api.prisma)
  const common = { userId, videoId, caption: 'Bedtime' }
  await api.prisma.publishedPost.createMany({
    data: [
      { ...common, platform: 'TIKTOK', platformPostId: 'v_pub~2', platformPostIdProvisional: true },
      { ...common, platform: 'YOUTUBE', platformPostId: '7390000000000000001', views: 5_000_000_000n },
    ],
  })

  const { body } = await api.send<PostPage>('GET', `/v1/posts?userId=${userId}`)
  const ids = new Map(body.items.map((post) => [post.platform, post.platformPostId]))
  expect(ids).toEqual(
    new Map([
      ['TIKTOK', null],
      ['YOUTUBE', '7390000000000000001'],
    ]),
  )

  const youtube = body.items.find((post) => post.platform === 'YOUTUBE')
  expect(youtube?.metrics.views).toBe(5_000_000_000)
  expect((await api.send('GET', `/v1/posts/${String(youtube?.id)}`)).body).toEqual(youtube)
})

test('a post that is in the archive only is gone, and tells which month brings it back', async () => {
  const { userId, videoId } = await createCreator(api.prisma)
  const id = `pruned-${userId}`
  const part = { objectKey: id, manifestKey: id, sha256: '', sizeBytes: 1, postCount: 1, metricCount: 0 }
  const archive = await api.prisma.postArchive.create({
    data: { ...part, userId, month: '2025-12', part: 1, archivedAt: new Date(), prunedAt: new Date() },
  })
  await api.prisma.prunedPost.create({
    data: { id, archiveId: archive.id, userId, videoId, platform: 'TIKTOK', platformPostId: id },
  })
  const gone = { status: 410, body: { code: 'post-archived', month: '2025-12' } }
  expect(await api.send('GET', `/v1/posts/${id}`)).toMatchObject(gone)
  expect(await api.send('GET', `/v1/posts/${id}/metrics`)).toMatchObject(gone)
  expect(await api.send('POST', '/v1/posts/sync', { body: { postId: id } })).toMatchObject(gone)
})

import { DAY_SECONDS, openInstagram, USER, type InstagramBench } from './instagram-client'
import { sha256, until } from './platform-sandbox'

let instagram: InstagramBench

beforeEach(async () => {
  instagram = await openInstagram()
})
afterEach(() => instagram.close())

test('a container fetches its video, finishes, is published once, and reads back as a reel', async () => {
  const { sandbox, finished, publish, status, graph, video } = instagram
  const container = await finished({ share_to_feed: 'false', collaborators: '["dad"]' })
  expect(container).toMatch(/^\d{17}$/)
  expect(await sandbox.posts()).toEqual([])
  const published = await publish(container)
  expect(published.status).toBe(200)
  const mediaId: string = published.json.id
  expect((await status(container)).json).toMatchObject({ id: container, status_code: 'PUBLISHED' })
  const fields = 'id,permalink,shortcode,timestamp,media_type,media_product_type,username,is_shared_to_feed,like_count'
  const { json: node } = await graph(`/v25.0/${mediaId}?fields=${fields}`)
  expect(node).toMatchObject({ id: mediaId, media_type: 'VIDEO', media_product_type: 'REELS', username: 'mom' })
  expect(node).toMatchObject({ is_shared_to_feed: false, like_count: 0 })
  expect(node.permalink).toBe(`https://www.instagram.com/reel/${node.shortcode}/`)
  expect(await sandbox.posts()).toMatchObject([
    {
      platform: 'INSTAGRAM',
      accountId: USER,
      postId: mediaId,
      caption: 'A reel',
      options: { share_to_feed: 'false', collaborators: '["dad"]' },
      bytes: video.length,
      sha256: sha256(video),
    },
  ])
})

test('a container that was not published within a day is expired', async () => {
  const { sandbox, finished, status, publish } = instagram
  const container = await finished()
  await sandbox.advance(DAY_SECONDS)
  expect((await status(container)).json.status_code).toBe('EXPIRED')
  expect((await publish(container)).json.error).toMatchObject({ code: 24, error_subcode: 2207008 })
})

test.each([
  ['a VIDEO alone', { media_type: 'VIDEO' }, 100, 2207089],
  ['an unknown media type', { media_type: 'STORY' }, 100, 2207023],
  ['a trial reel', { trial_params: '{}' }, 100, 2207081],
  ['a caption over 2200 characters', { caption: 'x'.repeat(2201) }, 36004, 2207010],
  ['31 hashtags', { caption: '#tag '.repeat(31) }, 36004, 2207010],
  ['no video', { video_url: '' }, 100, undefined],
  ['a URL that is not ASCII', { video_url: 'https://example.com/vidéo.mp4' }, 100, undefined],
  ['a cover URL that is none', { cover_url: 'cover.jpg' }, 100, undefined],
  ['four collaborators', { collaborators: '["a","b","c","d"]' }, 100, undefined],
  ['collaborators that are no list', { collaborators: 'a' }, 100, undefined],
  ['a thumbnail offset that is no number', { thumb_offset: '-1' }, 100, undefined],
  ['a resumable upload on the host of Instagram Login', { upload_type: 'resumable' }, 100, undefined],
])('media create refuses %s', async (_, parameters, code, subcode) => {
  const { status: httpStatus, json } = await instagram.create(parameters)
  expect(httpStatus).toBe(400)
  expect(json.error).toMatchObject({ code, type: 'OAuthException', fbtrace_id: expect.any(String) })
  expect(json.error.error_subcode).toBe(subcode)
})

test('400 containers a day are enough, and the next day there are as many', async () => {
  const { create, sandbox } = instagram
  for (let made = 0; made < 400; made++) expect((await create()).status).toBe(200)
  expect((await create()).json.error.code).toBe(9)
  await sandbox.advance(DAY_SECONDS)
  expect((await create()).status).toBe(200)
})

test('the media list shows captions and times, newest first, a page at a time', async () => {
  const { finished, publish, graph } = instagram
  for (const caption of ['first', 'second']) await publish(await finished({ caption }))
  const list = (more: string) => graph(`/v25.0/${USER}/media?fields=id,caption,timestamp,permalink&limit=1${more}`)
  const { json: first } = await list('')
  expect(first.data).toMatchObject([{ caption: 'second', timestamp: expect.stringMatching(/\+0000$/) }])
  const { json: next } = await list(`&after=${first.paging.cursors.after}`)
  expect(next.data).toMatchObject([{ caption: 'first' }])
})

test('the token may come by header, query or body', async () => {
  const { sandbox, token, graph, storeUrl } = instagram
  const path = `${sandbox.at().instagramUrl}/v25.0/me?fields=user_id,username`
  expect((await sandbox.send(`${path}&access_token=${token}`)).json).toMatchObject({ user_id: USER, username: 'mom' })
  expect((await graph('/v25.0/me?fields=user_id')).json.user_id).toBe(USER)
  const oauth = { headers: { authorization: `OAuth ${token}` } }
  expect((await sandbox.send(path, oauth)).json).toMatchObject({ user_id: USER })
  const inBody = { access_token: token, media_type: 'REELS', video_url: storeUrl('/video.mp4') }
  expect((await sandbox.send(`${sandbox.at().instagramUrl}/v25.0/${USER}/media`, { form: inBody })).status).toBe(200)
})

test('a token is refused as unknown, as expired, or as revoked', async () => {
  const { graph, profile, sandbox } = instagram
  expect((await graph('/v25.0/me', undefined, 'other')).json.error).toMatchObject({ code: 190 })
  await profile({ expiresInSeconds: 60 })
  await sandbox.advance(61)
  expect((await graph('/v25.0/me')).json.error).toMatchObject({ code: 190, error_subcode: 463 })
  for (const revokedAs of [458, 460, 467]) {
    await profile({ revoked: true, revokedAs })
    expect((await graph('/v25.0/me')).json.error).toMatchObject({ code: 190, error_subcode: revokedAs })
  }
})

test("each login's token is good on its own host only", async () => {
  const { sandbox, token, profile } = instagram
  const me = (host: string) => sandbox.send(`${host}/v25.0/me?fields=user_id`, { token })
  const { instagramUrl, facebookUrl } = sandbox.at()
  expect((await me(instagramUrl)).status).toBe(200)
  expect((await me(facebookUrl)).json.error).toMatchObject({ code: 190 })
  await profile({ login: 'facebook' })
  expect((await me(instagramUrl)).json.error).toMatchObject({ code: 190 })
  expect((await me(facebookUrl)).status).toBe(200)
})

test('a token extends itself from its second day on', async () => {
  const { sandbox, token, graph } = instagram
  const refresh = () =>
    sandbox.send(`${sandbox.at().instagramUrl}/refresh_access_token?grant_type=ig_refresh_token&access_token=${token}`)
  expect((await refresh()).json.error.code).toBe(100)
  await sandbox.advance(DAY_SECONDS)
  const { json } = await refresh()
  expect(json).toMatchObject({ token_type: 'bearer', expires_in: 5_183_944 })
  for (const good of [token, json.access_token]) expect((await graph('/v25.0/me', undefined, good)).status).toBe(200)
})

test('objects of others do not exist', async () => {
  const { sandbox, graph } = instagram
  await sandbox.control('POST', '/accounts', { platform: 'INSTAGRAM', accountId: '17841400000000002', username: 'dad' })
  expect((await graph('/v25.0/17841400000000002/media')).json.error).toMatchObject({ code: 100, error_subcode: 33 })
  expect((await graph('/v25.0/123')).json.error).toMatchObject({ code: 100, error_subcode: 33 })
})

test.each(['', '/v20.0', '/v2.80', '/latest'])('a path with the version "%s" is refused', async (version) => {
  const { graph, storeUrl } = instagram
  expect((await graph(`${version}/me`)).json.error).toMatchObject({ code: 2500, type: 'OAuthException' })
  const form = { media_type: 'REELS', video_url: storeUrl('/video.mp4') }
  expect((await graph(`${version}/${USER}/media`, form)).json.error).toMatchObject({ code: 2500 })
})

test('reads of containers and permalinks fail now and then', async () => {
  const { finished, publish, profile, status, graph } = instagram
  const container = await finished()
  const { id } = (await publish(container)).json
  await profile({ missingReads: 1 })
  for (const { json } of [await status(container), await graph(`/v25.0/${id}?fields=permalink`)]) {
    expect(json.error).toMatchObject({ code: 100, error_subcode: 33 })
  }
  await profile({ missingReads: 0.5 })
  const codes = new Set<string>()
  await until(
    async () => codes.add((await status(container)).json.status_code ?? 'missing'),
    (seen) => seen.size === 2,
  )
  expect([...codes].sort()).toEqual(['PUBLISHED', 'missing'])
})

test('usage stands in the headers where it is told, with the wait once a limit is reached', async () => {
  const { graph, profile } = instagram
  expect((await graph('/v25.0/me')).headers).not.toHaveProperty('x-app-usage')
  await profile({ usageHeaders: true })
  const fine = await graph('/v25.0/me')
  expect(JSON.parse(String(fine.headers['x-app-usage']))).toMatchObject({ call_count: 1 })
  for (const rateLimit of [4, 17, 80002]) {
    await profile({ rateLimit, regainAccessMinutes: 7 })
    const limited = await graph('/v25.0/me')
    expect(limited).toMatchObject({ status: 400, json: { error: { code: rateLimit } } })
    const usage = JSON.parse(String(limited.headers['x-business-use-case-usage']))
    expect(usage[USER]).toMatchObject([{ estimated_time_to_regain_access: 7 }])
  }
})

test('usage that has reached a limit can stand on a good answer', async () => {
  const { graph, profile } = instagram
  await profile({ usageHeaders: true, appUsagePercent: 100, businessUsagePercent: 99, regainAccessMinutes: 3 })
  const { status, headers } = await graph('/v25.0/me')
  expect(status).toBe(200)
  expect(JSON.parse(String(headers['x-app-usage']))).toMatchObject({ total_time: 100 })
  const usage = JSON.parse(String(headers['x-business-use-case-usage']))
  expect(usage[USER]).toMatchObject([{ call_count: 99, estimated_time_to_regain_access: 3 }])
})

import { DAY_SECONDS, openInstagram, USER, type InstagramBench } from './instagram-client'

let instagram: InstagramBench

beforeEach(async () => {
  instagram = await openInstagram()
})
afterEach(() => instagram.close())

test('a container that is still processed cannot be published', async () => {
  const { profile, create, status, publish } = instagram
  await profile({ processingSeconds: 1000 })
  const { id } = (await create()).json
  expect((await status(id)).json.status_code).toBe('IN_PROGRESS')
  expect(await publish(id)).toMatchObject({ status: 400, json: { error: { code: 9007, error_subcode: 2207027 } } })
})

test.each([
  ['live-500', 2, undefined],
  ['live-spam', 4, 2207051],
  ['live-server-error', -1, 2207001],
])('%s answers an error about a post that exists', async (publishMode, code, error_subcode) => {
  const { profile, finished, publish, status, sandbox } = instagram
  await profile({ publishMode })
  const container = await finished()
  expect((await publish(container)).json.error).toMatchObject({ code, ...(error_subcode && { error_subcode }) })
  expect((await status(container)).json.status_code).toBe('PUBLISHED')
  expect(await sandbox.posts()).toHaveLength(1)
})

test('live-no-answer publishes and says nothing, and a restart does not forget it', async () => {
  const { profile, finished, publish, sandbox } = instagram
  await profile({ publishMode: 'live-no-answer' })
  await expect(publish(await finished())).rejects.toThrow()
  expect(await sandbox.posts()).toHaveLength(1)
  await sandbox.restart()
  expect(await sandbox.posts()).toHaveLength(1)
})

test.each([
  ['spam', 4, 2207051],
  ['server-error', -1, 2207001],
  ['not-ready', 9007, 2207027],
  ['unknown-creation', 24, 2207008],
])('%s answers an error, publishes nothing, and passes', async (publishMode, code, error_subcode) => {
  const { profile, finished, publish, status, sandbox } = instagram
  await profile({ publishMode })
  const container = await finished()
  expect((await publish(container)).json.error).toMatchObject({ code, error_subcode })
  expect((await status(container)).json.status_code).toBe('FINISHED')
  expect(await sandbox.posts()).toEqual([])
  await profile({ publishMode: 'normal' })
  expect((await publish(container)).status).toBe(200)
})

test('a banned account publishes nothing', async () => {
  const { profile, finished, publish } = instagram
  const container = await finished()
  await profile({ banned: true })
  expect((await publish(container)).json.error).toMatchObject({ code: 25, error_subcode: 2207050 })
})

test('a second publish of a container is refused, or answers the same id, and makes no second post', async () => {
  const { profile, finished, publish, sandbox } = instagram
  const container = await finished()
  const { id } = (await publish(container)).json
  expect((await publish(container)).json.error).toMatchObject({ code: 9007, error_subcode: 2207027 })
  await profile({ secondPublish: 'same-id' })
  expect((await publish(container)).json.id).toBe(id)
  expect(await sandbox.posts()).toHaveLength(1)
})

test('posts of other clients count as the own ones do', async () => {
  const { profile, finished, publish, graph } = instagram
  await profile({ publishingCap: 3, postsByOtherClients: 2 })
  expect((await publish(await finished())).status).toBe(200)
  expect((await publish(await finished())).json.error).toMatchObject({ code: 9, error_subcode: 2207042 })
  const limit = await graph(`/v25.0/${USER}/content_publishing_limit?fields=quota_usage,config`)
  expect(limit.json.data[0]).toMatchObject({ quota_usage: 3, config: { quota_total: 3 } })
})

test.each([1, 2])(
  '%s posts in a rolling day are enforced at the publish, and the limit endpoint tells them',
  async (cap) => {
    const { profile, finished, publish, graph, sandbox } = instagram
    await profile({ publishingCap: cap })
    const limit = async () =>
      (await graph(`/v25.0/${USER}/content_publishing_limit?fields=quota_usage,config`)).json.data[0]
    for (let made = 0; made < cap; made++) await publish(await finished())
    const refused = await finished()
    expect((await publish(refused)).json.error).toMatchObject({ code: 9, error_subcode: 2207042 })
    expect(await limit()).toEqual({ quota_usage: cap, config: { quota_total: cap, quota_duration: DAY_SECONDS } })
    await sandbox.advance(DAY_SECONDS)
    expect(await limit()).toMatchObject({ quota_usage: 0 })
    expect((await publish(await finished())).status).toBe(200)
  },
)

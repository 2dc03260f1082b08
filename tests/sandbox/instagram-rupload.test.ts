import { openInstagram, USER, type InstagramBench } from './instagram-client'
import { sha256, until } from './platform-sandbox'

let facebook: InstagramBench

beforeEach(async () => {
  facebook = await openInstagram('facebook')
})
afterEach(() => facebook.close())

async function container(): Promise<string> {
  const form = { media_type: 'REELS', upload_type: 'resumable', caption: 'A reel' }
  const { json } = await facebook.graph(`/v25.0/${USER}/media`, form)
  expect(json.uri).toBe(`https://rupload.facebook.com/ig-api-upload/v25.0/${json.id}`)
  return json.id
}

const upload = (id: string, offset: number, change: { headers?: Record<string, string>; body?: Buffer } = {}) => {
  const { sandbox, token, video } = facebook
  return sandbox.send(`${sandbox.at().ruploadUrl}/ig-api-upload/v25.0/${id}`, {
    method: 'POST',
    headers: {
      authorization: `OAuth ${token}`,
      offset: String(offset),
      file_size: String(video.length),
      ...change.headers,
    },
    body: change.body ?? video.subarray(offset),
  })
}

const uploading = async (id: string) =>
  (await facebook.graph(`/v25.0/${id}?fields=status_code,video_status`)).json.video_status.uploading_phase

const cutAfter = (afterBytes: number) =>
  facebook.sandbox.control('POST', '/faults', {
    platform: 'INSTAGRAM',
    operation: 'rupload.post',
    kind: 'drop-connection',
    times: 1,
    afterBytes,
  })

test('a whole file is uploaded, processed and published', async () => {
  const { video, settled, publish, sandbox } = facebook
  const id = await container()
  expect(await uploading(id)).toEqual({ status: 'not_started', bytes_transferred: 0 })
  const { status, json } = await upload(id, 0)
  expect(status).toBe(200)
  expect(json).toEqual({ success: true, message: 'Upload successful.' })
  expect(await uploading(id)).toEqual({ status: 'complete', bytes_transferred: video.length })
  expect((await settled(id)).status_code).toBe('FINISHED')
  await publish(id)
  expect(await sandbox.posts()).toMatchObject([{ sha256: sha256(video), bytes: video.length }])
})

test('an interrupted upload goes on from the bytes that are told, also after a restart', async () => {
  const { video, settled, publish, sandbox } = facebook
  const id = await container()
  await cutAfter(100_000)
  await expect(upload(id, 0)).rejects.toThrow()
  expect(await uploading(id)).toEqual({ status: 'in_progress', bytes_transferred: 100_000 })
  await sandbox.restart()
  expect(await uploading(id)).toEqual({ status: 'in_progress', bytes_transferred: 100_000 })
  expect((await upload(id, 100_000)).status).toBe(200)
  await settled(id)
  await publish(id)
  expect((await sandbox.posts()).map((post) => post.sha256)).toEqual([sha256(video)])
})

test('the bytes of an interrupted upload may be dropped instead', async () => {
  await facebook.profile({ keepsInterruptedBytes: false })
  const id = await container()
  await cutAfter(100_000)
  await expect(upload(id, 0)).rejects.toThrow()
  await until(
    () => uploading(id),
    ({ status }) => status === 'not_started',
  )
  expect((await upload(id, 100_000)).json.debug_info.type).toBe('OffsetInvalidError')
  expect((await upload(id, 0)).status).toBe(200)
})

test.each<[string, number, Parameters<typeof upload>[2], string]>([
  ['an offset that is not where the upload stands', 1, {}, 'OffsetInvalidError'],
  ['a body that is not the rest of the file', 0, { body: Buffer.alloc(10) }, 'PartialRequestError'],
  ['no offset', 0, { headers: { offset: '' } }, 'ProcessingFailedError'],
  ['no size', 0, { headers: { file_size: 'all' } }, 'ProcessingFailedError'],
])('%s is refused', async (_, offset, change, type) => {
  const id = await container()
  const { status, json } = await upload(id, offset, change)
  expect(status).toBe(400)
  expect(json.debug_info).toMatchObject({ type, retriable: false })
  expect(await uploading(id)).toMatchObject({ bytes_transferred: 0 })
})

test('a failure of the host says whether it may be tried again', async () => {
  const { sandbox } = facebook
  const id = await container()
  const fail = { platform: 'INSTAGRAM', operation: 'rupload.post', kind: 'before-effect', times: 1 }
  await sandbox.control('POST', '/faults', fail)
  expect(await upload(id, 0)).toMatchObject({ status: 503, json: { debug_info: { retriable: true } } })
  await sandbox.control('POST', '/faults', { ...fail, status: 400 })
  expect(await upload(id, 0)).toMatchObject({ status: 400, json: { debug_info: { retriable: false } } })
})

test('a file_url is fetched instead of a body', async () => {
  const { storeUrl, settled, fetched } = facebook
  const id = await container()
  const sent = { headers: { file_url: storeUrl('/video.mp4') }, body: Buffer.alloc(0) }
  expect((await upload(id, 0, sent)).json.success).toBe(true)
  expect((await settled(id)).status_code).toBe('FINISHED')
  expect(fetched).toHaveLength(1)
})

test('a container that has its video, or is not resumable, or unknown, takes no bytes', async () => {
  const id = await container()
  await upload(id, 0)
  const fetching = (await facebook.create()).json.id
  for (const refused of [id, fetching, '123']) {
    expect((await upload(refused, 0)).json.debug_info).toMatchObject({ type: 'ProcessingFailedError' })
  }
})

test('an expired token is refused', async () => {
  const id = await container()
  await facebook.profile({ expiresInSeconds: -1 })
  expect((await upload(id, 0)).json.error).toMatchObject({ code: 190, error_subcode: 463 })
})

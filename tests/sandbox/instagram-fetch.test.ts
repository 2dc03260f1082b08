import type { RequestListener, ServerResponse } from 'node:http'
import { openInstagram, type InstagramBench } from './instagram-client'
import { sha256 } from './platform-sandbox'

const COVER = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(1000)])

let instagram: InstagramBench

beforeEach(async () => {
  instagram = await openInstagram()
})
afterEach(() => instagram.close())

const videoAnswer = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'video/mp4' })

test('the video is fetched by one GET without cookies or login', async () => {
  const { finished, fetched } = instagram
  await finished()
  expect(fetched.map(({ method }) => method)).toEqual(['GET'])
  expect(Object.keys(fetched[0]?.headers ?? {})).not.toEqual(
    expect.arrayContaining(['cookie', 'authorization', 'range']),
  )
})

test.each<[string, RequestListener, string]>([
  ['an error of the store', (_, response) => response.writeHead(403).end(), '2207052'],
  [
    'a video that breaks off',
    (_, response) => response.writeHead(200, { 'content-length': 100 }).write('x', () => response.destroy()),
    '2207052',
  ],
  [
    'what is no video',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    '2207026',
  ],
])('%s makes the container an error with subcode', async (_, listener, subcode) => {
  const { serve, create, settled } = instagram
  serve(listener)
  const { id } = (await create()).json
  expect(await settled(id)).toMatchObject({ status_code: 'ERROR', status: expect.stringContaining(subcode) })
})

test('a fetch that takes too long is given up', async () => {
  const { serve, profile, create, settled } = instagram
  await profile({ fetchTimeoutMs: 200 })
  serve((_, response) => void videoAnswer(response).write('beginning'))
  const { id } = (await create()).json
  expect(await settled(id)).toMatchObject({ status_code: 'ERROR', status: expect.stringContaining('2207003') })
})

test('a URL that is signed for GET alone fails where Meta asks by HEAD first', async () => {
  const { serve, profile, create, settled, finished, fetched, video } = instagram
  await profile({ fetchHeadFirst: true })
  await finished()
  expect(fetched.map(({ method }) => method)).toEqual(['HEAD', 'GET'])
  serve(({ method }, response) => {
    if (method === 'HEAD') response.writeHead(403).end()
    else videoAnswer(response).end(video)
  })
  const { id } = (await create()).json
  expect(await settled(id)).toMatchObject({ status_code: 'ERROR', status: expect.stringContaining('2207052') })
})

test('the video may be fetched in ranges, and comes whole from a store that ignores them', async () => {
  const { serve, profile, finished, publish, fetched, video, sandbox } = instagram
  await profile({ fetchRangeBytes: 130_000 })
  serve(({ headers }, response) => {
    const [, first = 0, last = 0] = (/bytes=(\d+)-(\d+)/.exec(headers.range ?? '') ?? []).map(Number)
    const part = video.subarray(first, last + 1)
    const range = `bytes ${first}-${first + part.length - 1}/${video.length}`
    response.writeHead(206, { 'content-type': 'video/mp4', 'content-range': range }).end(part)
  })
  await publish(await finished())
  expect(fetched.map(({ headers }) => headers.range)).toEqual([
    'bytes=0-129999',
    'bytes=130000-259999',
    'bytes=260000-389999',
  ])
  serve((_, response) => videoAnswer(response).end(video))
  await publish(await finished())
  expect((await sandbox.posts()).map((post) => post.sha256)).toEqual([sha256(video), sha256(video)])
})

test('redirects are followed, as many as Meta follows', async () => {
  const { serve, profile, create, settled, finished, video } = instagram
  serve(({ url }, response) => {
    if (url === '/end.mp4') videoAnswer(response).end(video)
    else response.writeHead(302, { location: '/end.mp4' }).end()
  })
  await finished()
  await profile({ fetchRedirects: 0 })
  const { id } = (await create()).json
  expect(await settled(id)).toMatchObject({ status_code: 'ERROR', status: expect.stringContaining('2207052') })
})

describe('a cover', () => {
  const withCover = async (cover: Buffer, status = 200) => {
    const { serve, create, settled, storeUrl, video } = instagram
    serve(({ url }, response) => {
      if (url === '/cover.jpg') response.writeHead(status, { 'content-type': 'image/jpeg' }).end(cover)
      else videoAnswer(response).end(video)
    })
    const { id } = (await create({ cover_url: storeUrl('/cover.jpg') })).json
    return { id, ...(await settled(id)) }
  }

  test('is fetched with the video and belongs to the post', async () => {
    const { id, status_code } = await withCover(COVER)
    expect(status_code).toBe('FINISHED')
    await instagram.publish(id)
    expect(await instagram.sandbox.posts()).toMatchObject([{ coverSha256: sha256(COVER) }])
  })

  test.each([
    ['too large', Buffer.concat([COVER, Buffer.alloc(8 * 1024 ** 2)]), 200, '2207004'],
    ['no JPEG', Buffer.from('GIF89a and so on'), 200, '2207005'],
    ['missing', COVER, 404, '2207052'],
  ])('that is %s ends the container', async (_, cover, status, subcode) => {
    const { status_code, status: text } = await withCover(cover, status)
    expect(status_code).toBe('ERROR')
    expect(text).toContain(subcode)
  })
})

test('a fetch that a restart interrupted is made again', async () => {
  const { serve, create, settled, fetched, sandbox, video } = instagram
  const reached = new Promise<void>((resolve) => serve(() => resolve())) // Never answers.
  const { id } = (await create()).json
  await reached
  serve((_, response) => videoAnswer(response).end(video))
  await sandbox.restart()
  expect((await settled(id)).status_code).toBe('FINISHED')
  expect(fetched).toHaveLength(2)
})

import { createCreator, startTestApi, type TestApi } from '../support/api'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

interface Shown {
  status: string
  videoCodec: string | null
  frameRate: number | null
  inspectedAt: string | null
  faults: { code: string }[]
  platforms: Record<string, { publishable: boolean; violations: { code: string }[] }> | null
}

/** A video that was inspected, as the API shows it and as it answers a publish of it. */
async function inspected(columns: object) {
  const { userId, videoId } = await createCreator(api.prisma)
  await api.prisma.video.update({ where: { id: videoId }, data: { inspectedAt: new Date(0), ...columns } })
  const { body } = await api.send<Shown>('GET', `/v1/videos/${videoId}`)
  const targets = [{ platform: 'TIKTOK', options: { privacyLevel: 'SELF_ONLY' } }, { platform: 'INSTAGRAM' }]
  const publish = await api.send('POST', '/v1/publish-jobs', { body: { userId, videoId, targets } })
  return { shown: body, publish }
}

const FINE = { publishable: true, violations: [] }

test('a READY video tells where it may go, and is taken there', async () => {
  const { shown, publish } = await inspected({ videoCodec: 'avc', audioCodec: 'aac', frameRate: 29.97 })
  expect(shown).toMatchObject({
    videoCodec: 'avc',
    audioCodec: 'aac',
    frameRate: 29.97,
    inspectedAt: '1970-01-01T00:00:00.000Z',
  })
  expect(shown.platforms).toEqual({ TIKTOK: FINE, INSTAGRAM: FINE, YOUTUBE: FINE })
  expect(publish.status).toBe(202)
})

test('where it may not go, it tells every reason, and a publish there is refused for the same', async () => {
  const { shown, publish } = await inspected({ videoCodec: 'av1', audioCodec: 'opus', frameRate: 120 })
  const codes = Object.entries(shown.platforms ?? {}).map(([platform, { publishable, violations }]) => [
    platform,
    publishable,
    ...violations.map(({ code }) => code),
  ])
  expect(codes).toEqual([
    ['TIKTOK', false, 'video-codec', 'video-frame-rate'],
    ['INSTAGRAM', false, 'video-codec', 'audio-codec', 'video-frame-rate'],
    ['YOUTUBE', true],
  ])
  expect(publish.status).toBe(422)
  expect(publish.body.errors?.map(({ code }) => code).sort()).toEqual(
    ['video-codec', 'video-frame-rate', 'video-codec', 'audio-codec', 'video-frame-rate'].sort(),
  )
})

test('a video from before there was inspection may go wherever its size, length and picture may', async () => {
  const { shown } = await inspected({ inspectedAt: null })
  expect(shown).toMatchObject({ videoCodec: null, frameRate: null, inspectedAt: null })
  expect(shown.platforms).toEqual({ TIKTOK: FINE, INSTAGRAM: FINE, YOUTUBE: FINE })
})

test('a FAILED video tells its faults, and of no platform', async () => {
  const fault = { code: 'truncated', message: 'It ends too soon.', remedy: 'Upload all of it.' }
  const { shown, publish } = await inspected({ status: 'FAILED', faults: [fault] })
  expect(shown).toMatchObject({ status: 'FAILED', faults: [fault], platforms: null })
  expect(publish.status).toBe(422)
})

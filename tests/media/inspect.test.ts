import { createInspector } from '../../src/media/inspect-object'
import { SAMPLE } from '../../local/sample/sample-video'
import { fileOf, verdictOn } from './byte-source'
import { makeVideo, type MadeVideo } from './made-video'

const inspect = createInspector()
const look = (bytes: Uint8Array) => verdictOn(inspect, fileOf(bytes))

test('a real video is read as what it is', async () => {
  expect(await look(SAMPLE.content)).toEqual({
    format: 'mp4',
    durationSeconds: 6,
    width: 720,
    height: 1280,
    videoCodec: 'avc',
    audioCodec: 'aac',
    frameRate: 30,
  })
})

test.each<[string, Partial<MadeVideo>, object]>([
  ['MOV', { container: 'mov' }, { format: 'mov', videoCodec: 'avc' }],
  [
    'WebM',
    { container: 'webm', videoCodec: 'vp9', audioCodec: 'opus' },
    { format: 'webm', videoCodec: 'vp9', audioCodec: 'opus' },
  ],
  ['WebM with VP8', { container: 'webm', videoCodec: 'vp8' }, { format: 'webm', videoCodec: 'vp8', audioCodec: null }],
  ['AV1', { videoCodec: 'av1' }, { videoCodec: 'av1' }],
  ['an index at the end', { index: 'last' }, { format: 'mp4' }],
  ['fragments', { index: 'fragmented' }, { format: 'mp4' }],
  ['no sound', { audioCodec: null }, { audioCodec: null }],
  ['sound', { audioCodec: 'aac' }, { audioCodec: 'aac' }],
  ['frames out of order', { reordered: true, frames: 91 }, { frameRate: 30 }],
  ['25 frames a second', { frameRate: 25, frames: 75 }, { frameRate: 25 }],
  ['29.97 frames a second', { frameRate: 30_000 / 1_001 }, { frameRate: 29.97 }],
])('%s: told by its bytes', async (_what, change, expected) => {
  const inspection = await look(await makeVideo(change))
  expect(inspection).toMatchObject({ width: 720, height: 1280, ...expected })
  expect(inspection).toMatchObject({ durationSeconds: expect.closeTo(3, 1) })
})

test.each([
  [0, '1280x720'],
  [90, '720x1280'],
  [180, '1280x720'],
  [270, '720x1280'],
] as const)('a picture that is turned by %d degrees has the sides that are seen', async (rotation, sides) => {
  const inspection = await look(await makeVideo({ width: 1280, height: 720, rotation }))
  if (typeof inspection === 'string') throw new Error(inspection)
  expect(`${inspection.width}x${inspection.height}`).toBe(sides)
})

test.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
  ['text', () => Buffer.from('Not a video at all. '.repeat(100)), 'not-a-video'],
  ['a few bytes', () => new Uint8Array(3), 'not-a-video'],
  ['nothing', () => new Uint8Array(0), 'not-a-video'],
  ['a picture', () => Buffer.from('89504e470d0a1a0a0000000d49484452'.padEnd(200, '0'), 'hex'), 'not-a-video'],
  ['Matroska', () => makeVideo({ container: 'mkv' }), 'container-not-supported'],
  ['sound alone', () => makeVideo({ videoCodec: null, audioCodec: 'aac' }), 'no-video-track'],
  ['an upload that broke off', async () => (await makeVideo({ index: 'last' })).slice(0, -300), 'truncated'],
  ['an upload that broke off behind the index', async () => (await makeVideo()).slice(0, -1), 'truncated'],
  ['a recording that was never finished', () => SAMPLE.content.subarray(0, 32), 'truncated'],
  [
    'a WebM that broke off',
    async () => (await makeVideo({ container: 'webm', videoCodec: 'vp9' })).slice(0, -1),
    'truncated',
  ],
])('%s: a named fault', async (_what, make, code) => {
  expect(await look(await make())).toBe(code)
})

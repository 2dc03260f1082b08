import { PLATFORM_NAMES, type Platform } from '../../src/domain/platform'
import type { PlatformRules, VideoFacts } from '../../src/domain/ports/platform'
import { PLATFORM_RULES } from '../../src/platforms/registry'

const VIDEO: VideoFacts = {
  sizeBytes: 1_000_000,
  durationSeconds: 30,
  format: 'mp4',
  resolution: '1080x1920',
  videoCodec: 'avc',
  audioCodec: 'aac',
  frameRate: 30,
}
const ALL = Object.keys(PLATFORM_NAMES) as Platform[]
const codesOf = (rules: PlatformRules, change: Partial<VideoFacts>) =>
  rules.checkVideo({ ...VIDEO, ...change }).map(({ code }) => code)

test.each(ALL)('%s takes an H.264 video with AAC sound', (platform) => {
  expect(codesOf(PLATFORM_RULES[platform], {})).toEqual([])
})

test.each(ALL)('%s is not asked about what is not known of a video', (platform) => {
  expect(codesOf(PLATFORM_RULES[platform], { videoCodec: null, audioCodec: null, frameRate: null })).toEqual([])
})

/** What each platform says to the same video; nothing: it takes it. */
test.each<[string, Partial<VideoFacts>, Partial<Record<Platform, string[]>>]>([
  [
    'a WebM',
    { format: 'webm', videoCodec: 'vp9', audioCodec: 'opus' },
    { INSTAGRAM: ['video-format', 'video-codec', 'audio-codec'] },
  ],
  ['H.265', { videoCodec: 'hevc' }, {}],
  ['AV1', { videoCodec: 'av1' }, { TIKTOK: ['video-codec'], INSTAGRAM: ['video-codec'] }],
  [
    'ProRes with PCM',
    { format: 'mov', videoCodec: 'prores', audioCodec: 'pcm-s16' },
    { TIKTOK: ['video-codec'], INSTAGRAM: ['video-codec', 'audio-codec'] },
  ],
  ['15 frames a second', { frameRate: 15 }, { TIKTOK: ['video-frame-rate'], INSTAGRAM: ['video-frame-rate'] }],
  ['film', { frameRate: 23.976 }, {}],
  ['60 frames a second, measured', { frameRate: 60.002 }, {}],
  ['120 frames a second', { frameRate: 120 }, { TIKTOK: ['video-frame-rate'], INSTAGRAM: ['video-frame-rate'] }],
  ['no sound', { audioCodec: null }, {}],
  ['a small picture', { resolution: '240x426' }, { TIKTOK: ['video-picture-size'] }],
  ['a picture of 4K', { resolution: '3840x2160' }, { INSTAGRAM: ['video-picture-size'] }],
  ['a strip', { resolution: '1920x100' }, { TIKTOK: ['video-picture-size'], INSTAGRAM: ['video-aspect'] }],
  ['11 minutes', { durationSeconds: 660 }, { TIKTOK: ['video-too-long'] }],
  ['2 seconds', { durationSeconds: 2 }, { INSTAGRAM: ['video-too-short'] }],
  ['301 MiB', { sizeBytes: 301 * 1024 ** 2 }, { INSTAGRAM: ['video-too-large'] }],
])('%s', (_what, change, expected) => {
  const found = Object.fromEntries(ALL.map((platform) => [platform, codesOf(PLATFORM_RULES[platform], change)]))
  expect(found).toEqual({ TIKTOK: [], INSTAGRAM: [], YOUTUBE: [], ...expected })
})

test.each(ALL)('what %s says of a video is in its verdict on a post of it, once', (platform) => {
  const { check, checkVideo } = PLATFORM_RULES[platform]
  const bad: VideoFacts = {
    ...VIDEO,
    format: 'avi',
    sizeBytes: 0,
    durationSeconds: 100_000,
    frameRate: 1,
    videoCodec: 'mp4v',
  }
  const draft = { title: 'Sunrise', caption: '', hashtags: [], options: {} }
  const ofVideo = check(draft, bad).filter(({ pointer }) => pointer === '/video')
  expect(ofVideo.length).toBeGreaterThan(2)
  expect(ofVideo).toEqual(checkVideo(bad))
})

test('a codec is told by the name that people know', () => {
  const [broken] = PLATFORM_RULES.INSTAGRAM.checkVideo({ ...VIDEO, videoCodec: 'vp9' })
  expect(broken?.message).toBe('has a picture in VP9, which is not one of H.264, H.265')
})

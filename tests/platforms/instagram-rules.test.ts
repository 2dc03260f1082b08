import type { PostDraft, VideoFacts } from '../../src/domain/ports/platform'
import { instagramRules } from '../../src/platforms/instagram/rules'

const MIB = 1024 ** 2
const video: VideoFacts = {
  ...{ sizeBytes: 1_000_000, durationSeconds: 30, format: 'mp4', resolution: '1080x1920' },
  ...{ videoCodec: null, audioCodec: null, frameRate: null },
}
const draft: PostDraft = { title: 'Sunrise', caption: 'Over the bay', hashtags: ['sunrise'], options: {} }

function found(
  change: { caption?: string; hashtags?: string[]; options?: Record<string, unknown> } & Partial<VideoFacts>,
) {
  const { caption = draft.caption, hashtags = draft.hashtags, options = {}, ...facts } = change
  const broken = instagramRules.check({ ...draft, caption, hashtags, options }, { ...video, ...facts })
  return broken.map(({ pointer, code }) => `${pointer} ${code}`)
}

test('a Reel may use every option at once', () => {
  const options = {
    shareToFeed: false,
    thumbOffsetMs: 30_000,
    isAiGenerated: true,
    collaborators: ['dad', 'sis.ter_1', 'mom'],
    coverKey: 'users/1/cover.JPEG',
    audioName: 'Waves',
    locationId: '7640348500',
  }
  expect(found({ options })).toEqual([])
})

test.each<[string, Parameters<typeof found>[0], string]>([
  ['a trial reel', { options: { trialParams: {} } }, '/options/trialParams unknown-option'],
  ['a cover by URL', { options: { coverUrl: 'https://a/b.jpg' } }, '/options/coverUrl unknown-option'],
  ['a cover that is no JPEG', { options: { coverKey: 'cover.png' } }, '/options/coverKey invalid-option'],
  [
    'a cover key without end',
    { options: { coverKey: `${'x'.repeat(1_021)}.jpg` } },
    '/options/coverKey invalid-option',
  ],
  ['a blank audio name', { options: { audioName: ' ' } }, '/options/audioName invalid-option'],
  ['a place by name', { options: { locationId: 'Menlo Park' } }, '/options/locationId invalid-option'],
  ['a negative offset', { options: { thumbOffsetMs: -1 } }, '/options/thumbOffsetMs invalid-option'],
  ['an offset past the end', { options: { thumbOffsetMs: 30_001 } }, '/options/thumbOffsetMs cover-after-end'],
  [
    'a fourth collaborator',
    { options: { collaborators: ['a', 'b', 'c', 'd'] } },
    '/options/collaborators invalid-option',
  ],
  ['a file over 300 MiB', { sizeBytes: 300 * MIB + 1 }, '/video video-too-large'],
  ['a video over 15 minutes', { durationSeconds: 901 }, '/video video-too-long'],
  ['a video under 3 seconds', { durationSeconds: 2.9 }, '/video video-too-short'],
  ['2,201 characters', { caption: 'x'.repeat(2_191) }, '/caption caption-too-long'],
  [
    '31 hashtags',
    { caption: '', hashtags: Array.from({ length: 31 }, (_, n) => `t${n}`) },
    '/caption too-many-hashtags',
  ],
  ['21 mentions', { caption: '@mom '.repeat(21) }, '/caption too-many-mentions'],
])('%s is refused when the job is accepted', (_, change, broken) => {
  expect(found(change)).toEqual([broken])
})

test('the limits themselves are allowed', () => {
  const caption = `${'@mom '.repeat(20)}${'x'.repeat(2_090)}`
  expect(found({ caption, sizeBytes: 300 * MIB, durationSeconds: 900 })).toEqual([])
  expect(found({ durationSeconds: 3, hashtags: Array.from({ length: 30 }, (_, n) => `t${n}`) })).toEqual([])
})

test('the cover is named with its limit, so that its caller can be asked for it and its size', () => {
  expect(instagramRules.images({ coverKey: 'users/1/cover.jpg' })).toEqual([
    { pointer: '/options/coverKey', key: 'users/1/cover.jpg', maxSizeBytes: 8 * MIB },
  ])
  expect(instagramRules.images({})).toEqual([])
})

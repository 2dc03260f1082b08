import type { PostDraft, VideoFacts } from '../../src/domain/ports/platform'
import { youtubeRules } from '../../src/platforms/youtube/rules'

const video: VideoFacts = {
  ...{ sizeBytes: 1_000_000, durationSeconds: 30, format: 'mp4', resolution: '1080x1920' },
  ...{ videoCodec: null, audioCodec: null, frameRate: null },
}
const draft: PostDraft = { title: 'Sunrise', caption: 'Over the bay', hashtags: [], options: {} }
const required = { privacyStatus: 'private', madeForKids: false }

const broken = (options: object, facts: Partial<VideoFacts> = {}) =>
  youtubeRules
    .check({ ...draft, options: { ...required, ...options } }, { ...video, ...facts })
    .map(({ pointer, code }) => `${pointer} ${code}`)

test('every option may be given at once', () => {
  const all = {
    title: 'A title',
    categoryId: '10',
    tags: ['bay'],
    containsSyntheticMedia: true,
    notifySubscribers: false,
    publishAt: '2030-01-01T12:00:00+02:00',
    license: 'creativeCommon',
    embeddable: true,
    publicStatsViewable: false,
    paidProductPlacement: true,
    defaultLanguage: 'zh-Hant-TW',
    thumbnailKey: 'users/u/cover.JPEG',
    playlistId: 'PLa_b-c',
  }
  expect(broken(all)).toEqual([])
})

test.each<[string, object, string]>([
  ['an instant without an offset', { publishAt: '2030-01-01T12:00:00' }, '/options/publishAt invalid-option'],
  ['an unknown licence', { license: 'mit' }, '/options/license invalid-option'],
  ['a language that is no tag', { defaultLanguage: 'Klingon!' }, '/options/defaultLanguage invalid-option'],
  ['a thumbnail that is no JPEG or PNG', { thumbnailKey: 'users/u/cover.gif' }, '/options/thumbnailKey invalid-option'],
  ['a thumbnail key without a name', { thumbnailKey: '.png' }, '/options/thumbnailKey invalid-option'],
  ['a playlist that is an address', { playlistId: 'https://youtu.be/x' }, '/options/playlistId invalid-option'],
  ['an option of another platform', { privacyLevel: 'SELF_ONLY' }, '/options/privacyLevel unknown-option'],
])('%s is refused', (_what, options, violation) => {
  expect(broken(options)).toEqual([violation])
})

test.each(['public', 'unlisted'])('a %s video cannot be published at an instant', (privacyStatus) => {
  const options = { privacyStatus, publishAt: '2030-01-01T12:00:00Z' }
  expect(broken(options)).toEqual(['/options/publishAt publish-at-not-private'])
})

test.each<[Partial<VideoFacts>, string]>([
  [{ sizeBytes: 256 * 1024 ** 3 + 1 }, '/video video-too-large'],
  [{ durationSeconds: 12 * 3_600 + 1 }, '/video video-too-long'],
])('a video of %j is refused', (facts, violation) => {
  expect(broken({}, facts)).toEqual([violation])
})

test('the thumbnail is named as an image of at most 50 MB', () => {
  expect(youtubeRules.images({ ...required, thumbnailKey: 'users/u/cover.png' })).toEqual([
    { pointer: '/options/thumbnailKey', key: 'users/u/cover.png', maxSizeBytes: 50 * 1024 ** 2 },
  ])
  expect(youtubeRules.images(required)).toEqual([])
})

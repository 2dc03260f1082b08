import type { PlatformRules, PostDraft, VideoFacts } from '../../src/domain/ports/platform'
import { instagramRules } from '../../src/platforms/instagram/rules'
import { tiktokRules } from '../../src/platforms/tiktok/rules'
import { youtubeRules } from '../../src/platforms/youtube/rules'

const video: VideoFacts = {
  ...{ sizeBytes: 1_000_000, durationSeconds: 30, format: 'mp4', resolution: '1080x1920' },
  ...{ videoCodec: null, audioCodec: null, frameRate: null },
}
const draft: PostDraft = { title: 'Sunrise', caption: 'Over the bay', hashtags: ['sunrise'], options: {} }

const RULES = { tiktok: tiktokRules, instagram: instagramRules, youtube: youtubeRules }
const OPTIONS = {
  tiktok: { privacyLevel: 'SELF_ONLY' },
  instagram: {},
  youtube: { privacyStatus: 'private', madeForKids: false },
}
type Name = keyof typeof RULES

function found(name: Name, change: { draft?: Partial<PostDraft>; options?: object; video?: Partial<VideoFacts> }) {
  const options = { ...OPTIONS[name], ...change.options }
  const broken = RULES[name].check({ ...draft, ...change.draft, options }, { ...video, ...change.video })
  return broken.map(({ pointer, code }) => `${pointer} ${code}`)
}

test.each(Object.keys(RULES) as Name[])('%s takes a plain post', (name) => {
  expect(found(name, {})).toEqual([])
})

test.each<[Name, string[]]>([
  ['tiktok', ['/options/privacyLevel option-required']],
  ['youtube', ['/options/privacyStatus option-required', '/options/madeForKids option-required']],
])('%s names every option that has no default', (name, broken) => {
  const violations = RULES[name].check(draft, video)
  expect(violations.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(broken)
})

test('every broken rule is told at once', () => {
  const change = {
    draft: { caption: 'x'.repeat(2_201), hashtags: ['ok', '#no', 'a b'] },
    options: { privacyLevel: 'EVERYONE', 'a/b': 1, disableDuet: 'yes' },
    video: { format: 'avi', sizeBytes: 4 * 1024 ** 3 + 1, durationSeconds: 601, resolution: '100x5000' },
  }
  expect(found('tiktok', change).sort()).toEqual(
    [
      '/options/privacyLevel invalid-option',
      '/options/disableDuet invalid-option',
      '/options/a~1b unknown-option',
      '/hashtags/1 invalid-hashtag',
      '/hashtags/2 invalid-hashtag',
      '/caption caption-too-long',
      '/video video-format',
      '/video video-too-large',
      '/video video-too-long',
      '/video video-picture-size',
    ].sort(),
  )
})

test('tiktok takes a draft with nothing but its video, and names every option that would be lost', () => {
  const check = (options: Record<string, unknown>, caption = 'Over the bay') =>
    tiktokRules.check({ ...draft, caption, options: { postMode: 'MEDIA_UPLOAD', ...options } }, video)
  expect(check({}, 'x'.repeat(2_201))).toEqual([])
  expect(
    check({ brandContent: true, isAiGenerated: false, sound: 1 }).map(({ pointer, code }) => [pointer, code]),
  ).toEqual([
    ['/options/brandContent', 'not-for-drafts'],
    ['/options/isAiGenerated', 'not-for-drafts'],
    ['/options/sound', 'unknown-option'],
  ])
})

const tooManyTags = Array.from({ length: 30 }, (_, index) => `tag number ${index} of them`)

test.each<[Name, string, Parameters<typeof found>[1], string]>([
  [
    'tiktok',
    'brand content in a private post',
    { options: { brandContent: true } },
    '/options/brandContent brand-content-private',
  ],
  [
    'tiktok',
    'a cover after the end',
    { options: { coverTimestampMs: 30_001 } },
    '/options/coverTimestampMs cover-after-end',
  ],
  [
    'tiktok',
    'a caption over 2,200 UTF-16 units',
    { draft: { caption: '😀'.repeat(1_100) } },
    '/caption caption-too-long',
  ],
  [
    'tiktok',
    'an option that a draft does not have',
    { options: { postMode: 'MEDIA_UPLOAD' } },
    '/options/privacyLevel not-for-drafts',
  ],
  ['tiktok', 'a mode of its own', { options: { postMode: 'STORY' } }, '/options/postMode invalid-option'],
  ['tiktok', 'a negative cover', { options: { coverTimestampMs: -1 } }, '/options/coverTimestampMs invalid-option'],
  ['tiktok', 'more than ten minutes', { video: { durationSeconds: 601 } }, '/video video-too-long'],
  ['tiktok', 'more than 4 GiB', { video: { sizeBytes: 4 * 1024 ** 3 + 1 } }, '/video video-too-large'],
  ['tiktok', 'an empty video', { video: { sizeBytes: 0 } }, '/video video-empty'],
  [
    'instagram',
    'a caption over 2,200 characters',
    { draft: { caption: '😀'.repeat(2_200) } },
    '/caption caption-too-long',
  ],
  ['instagram', '31 hashtags', { draft: { caption: '#a '.repeat(30) } }, '/caption too-many-hashtags'],
  ['instagram', '21 mentions', { draft: { caption: '@a '.repeat(21) } }, '/caption too-many-mentions'],
  [
    'instagram',
    'a thumbnail after the end',
    { options: { thumbOffsetMs: 31_000 } },
    '/options/thumbOffsetMs cover-after-end',
  ],
  [
    'instagram',
    'four collaborators',
    { options: { collaborators: ['a', 'b', 'c', 'd'] } },
    '/options/collaborators invalid-option',
  ],
  [
    'instagram',
    'a collaborator with @',
    { options: { collaborators: ['@a'] } },
    '/options/collaborators/0 invalid-option',
  ],
  ['instagram', 'a video under 3 s', { video: { durationSeconds: 2 } }, '/video video-too-short'],
  ['instagram', 'a WebM file', { video: { format: 'webm' } }, '/video video-format'],
  ['instagram', 'more than 300 MiB', { video: { sizeBytes: 300 * 1024 ** 2 + 1 } }, '/video video-too-large'],
  ['instagram', 'more than 1,920 pixels in width', { video: { resolution: '2160x3840' } }, '/video video-picture-size'],
  ['instagram', 'a ribbon of a picture', { video: { resolution: '1900x180' } }, '/video video-aspect'],
  ['youtube', 'a title over 100 characters', { options: { title: 'x'.repeat(101) } }, '/options/title title-too-long'],
  [
    'youtube',
    'a video whose own title is too long',
    { draft: { title: 'x'.repeat(101) } },
    '/options/title title-too-long',
  ],
  ['youtube', 'a blank title', { draft: { title: ' ' } }, '/options/title title-required'],
  ['youtube', '< in a title', { options: { title: 'a < b' } }, '/options/title title-characters'],
  ['youtube', '> in a description', { draft: { caption: 'a > b' } }, '/caption caption-characters'],
  ['youtube', 'a description over 5,000 bytes', { draft: { caption: 'ä'.repeat(2_500) } }, '/caption caption-too-long'],
  ['youtube', 'tags over 500 characters', { options: { tags: tooManyTags } }, '/options/tags tags-too-long'],
  ['youtube', 'hashtags that fill the tags', { draft: { hashtags: ['x'.repeat(480)] } }, '/options/tags tags-too-long'],
  ['youtube', 'a tag with a comma', { options: { tags: ['a,b'] } }, '/options/tags/0 invalid-option'],
  ['youtube', 'more than 12 hours', { video: { durationSeconds: 43_201 } }, '/video video-too-long'],
])('%s refuses %s', (name, _what, change, broken) => {
  expect(found(name, change)).toEqual([broken])
})

test('an option that is not understood stops no other check', () => {
  expect(found('youtube', { options: { title: 7, tags: 'a' }, video: { format: 'avi' } })).toEqual([
    '/options/title invalid-option',
    '/options/tags invalid-option',
    '/video video-format',
  ])
})

test.each(Object.values(RULES))(
  'the schema of the options is a JSON Schema that allows nothing else',
  (rules: PlatformRules) => {
    expect(rules.optionsSchema).toMatchObject({ type: 'object', additionalProperties: false })
  },
)

test('the schema asks only for what has no default', () => {
  const draft = { properties: { postMode: { const: 'MEDIA_UPLOAD' } }, required: ['postMode'] }
  expect(tiktokRules.optionsSchema).toMatchObject({ if: draft, else: { required: ['privacyLevel'] } })
  expect(youtubeRules.optionsSchema).toMatchObject({ required: ['privacyStatus', 'madeForKids'] })
})

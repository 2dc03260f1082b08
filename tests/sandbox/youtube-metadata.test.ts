import { openSandbox, type TestSandbox } from './platform-sandbox'
import { reasonOf, youtubeChannel, type YouTubeChannel } from './youtube-channel'

let sandbox: TestSandbox
let channel: YouTubeChannel

beforeEach(async () => {
  sandbox = await openSandbox()
  channel = await youtubeChannel(sandbox)
})
afterEach(() => sandbox.close())

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const scheduled = (seconds: number) => ({ privacyStatus: 'private', publishAt: inSeconds(seconds) })
const update = (id: string, part: string, resource: object) =>
  channel.call(`videos?part=${part}`, { method: 'PUT', json: { id, ...resource } })

test.each<[string, object, object, object, string]>([
  ['a publishAt without an instant', {}, { privacyStatus: 'private', publishAt: 'soon' }, {}, 'invalidPublishAt'],
  ['an unlisted video with an instant', {}, { publishAt: '2030-01-01T00:00:00Z' }, {}, 'invalidPublishAt'],
  ['an unknown licence', {}, { license: 'mit' }, {}, 'forbiddenLicenseSetting'],
  ['a wrong type', {}, { embeddable: 'yes' }, {}, 'invalidVideoMetadata'],
  ['a malformed language', { defaultLanguage: '?' }, {}, {}, 'invalidVideoMetadata'],
  ['localizations without a language', {}, {}, { localizations: { de: { title: 'x' } } }, 'defaultLanguageNotSet'],
  [
    'a localization without a title',
    { defaultLanguage: 'en' },
    {},
    { localizations: { de: { description: 'x' } } },
    'invalidTitle',
  ],
])('session start refuses %s', async (_what, snippet, status, groups, reason) => {
  expect(reasonOf(await channel.start(snippet, status, {}, groups as Record<string, unknown>))).toBe(reason)
})

test('session start refuses a file name with a path, and takes a plain one', async () => {
  expect(reasonOf(await channel.start({}, {}, { slug: '../video.mp4' }))).toBe('invalidFilename')
  expect((await channel.start({}, {}, { slug: 'video.mp4' })).status).toBe(200)
})

test('500 characters of tags are accepted, and one more is not', async () => {
  const tags = (last: string) => ['two words', 'x'.repeat(400), last]
  expect((await channel.start({ tags: tags('y'.repeat(500 - 11 - 400 - 2)) })).status).toBe(200)
  expect(reasonOf(await channel.start({ tags: tags('y'.repeat(500 - 11 - 400 - 1)) }))).toBe('invalidTags')
})

test('only what part names is read, and all of it can be read back', async () => {
  const status = {
    license: 'creativeCommon',
    embeddable: false,
    publicStatsViewable: false,
    selfDeclaredMadeForKids: true,
    containsSyntheticMedia: true,
  }
  const groups = {
    localizations: { de: { title: 'Ein Video', description: '' } },
    paidProductPlacementDetails: { hasPaidProductPlacement: true },
  }
  const snippet = { defaultLanguage: 'en', categoryId: '10', tags: ['one'] }
  const id = await channel.upload(snippet, status, {}, groups)
  expect(await channel.show(id, 'snippet,status,paidProductPlacementDetails')).toMatchObject({
    ...snippet,
    ...status,
    ...groups.paidProductPlacementDetails,
  })
  expect((await channel.read(`videos?part=localizations&id=${id}`)).json.items).toEqual([
    expect.objectContaining({ localizations: groups.localizations }),
  ])
})

describe('privacy', () => {
  const unsaid = { privacyStatus: undefined }

  test('is public where nothing is said, unless the account says otherwise', async () => {
    expect(await channel.show(await channel.upload({}, unsaid))).toMatchObject({ privacyStatus: 'public' })
    await channel.patch({ defaultPrivacy: 'private' })
    expect(await channel.show(await channel.upload({}, unsaid))).toMatchObject({ privacyStatus: 'private' })
    expect(await channel.show(await channel.upload())).toMatchObject({ privacyStatus: 'unlisted' })
  })

  test('was private whatever was asked, as long as the project was locked', async () => {
    await sandbox.control('PATCH', '/settings/youtube', { lockedToPrivate: true })
    await channel.upload({}, { privacyStatus: 'public' })
    const id = await channel.upload({}, scheduled(60))
    await sandbox.advance(61)
    expect(await channel.show(id)).toMatchObject({ privacyStatus: 'private' })
    expect((await sandbox.posts()).map(({ visibility }) => visibility)).toEqual(['private', 'private'])
  })
})

describe('an instant of publication', () => {
  test('makes a private video public when it comes', async () => {
    const id = await channel.upload({}, scheduled(600))
    expect(await channel.show(id)).toMatchObject({ privacyStatus: 'private', publishAt: expect.any(String) as string })
    expect(await sandbox.posts()).toMatchObject([{ visibility: 'private' }])
    await sandbox.advance(601)
    expect(await channel.show(id)).toEqual(expect.not.objectContaining({ publishAt: expect.anything() as unknown }))
    expect(await channel.show(id)).toMatchObject({ privacyStatus: 'public' })
    expect(await sandbox.posts()).toMatchObject([{ visibility: 'public' }])
  })

  test('that has passed makes it public at once', async () => {
    expect(await channel.show(await channel.upload({}, scheduled(-60)))).toMatchObject({ privacyStatus: 'public' })
  })

  test('can be given only to a video that was never public', async () => {
    const seen = await channel.upload({}, { privacyStatus: 'public' })
    await update(seen, 'status', { status: { privacyStatus: 'private' } })
    expect(reasonOf(await update(seen, 'status', { status: scheduled(600) }))).toBe('invalidPublishAt')
    const hidden = await channel.upload({}, { privacyStatus: 'private' })
    expect((await update(hidden, 'status', { status: scheduled(600) })).status).toBe(200)
  })
})

describe('an update', () => {
  test('replaces the groups that it names as a whole, and the oracle tells it', async () => {
    const id = await channel.upload({ tags: ['one'], categoryId: '10' })
    const snippet = { title: 'Another title', categoryId: '22' }
    expect((await update(id, 'snippet', { snippet, status: { privacyStatus: 'public' } })).status).toBe(200)
    const shown = await channel.show(id, 'snippet,status')
    expect(shown).toMatchObject({ ...snippet, description: '', privacyStatus: 'unlisted' })
    expect(shown.tags).toBeUndefined()
    expect(await sandbox.posts()).toMatchObject([{ title: 'Another title', caption: '', visibility: 'unlisted' }])
  })

  test('is refused without category, with broken metadata, and for what is not one’s own', async () => {
    const id = await channel.upload()
    const other = await youtubeChannel(sandbox, { accountId: 'UCother' })
    expect(reasonOf(await update(id, 'snippet', { snippet: { title: 'x' } }))).toBe('invalidCategoryId')
    expect(reasonOf(await update(id, 'snippet', { snippet: { title: '<', categoryId: '22' } }))).toBe('invalidTitle')
    expect(reasonOf(await update('unknown', 'status', {}))).toBe('videoNotFound')
    expect(reasonOf(await update(await other.upload(), 'status', {}))).toBe('forbidden')
  })
})

test('a deleted video is no post, and is gone from every read', async () => {
  const id = await channel.upload()
  expect((await channel.call(`videos?id=${id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await sandbox.posts()).toEqual([])
  expect((await channel.read(`videos?part=id&id=${id}`)).json.items).toEqual([])
  expect(reasonOf(await channel.call(`videos?id=${id}`, { method: 'DELETE' }))).toBe('videoNotFound')
})

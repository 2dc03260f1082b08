import { openSandbox, type TestSandbox } from './platform-sandbox'
import { small, tiktokClient, type TikTokTestClient } from './tiktok-client'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

const settings = (change: object) => sandbox.control('PATCH', '/settings/tiktok', change)
const codeOf = ({ status, json }: { status: number; json: { error: { code: string } } }) => [status, json.error.code]
const initCode = async (tiktok: TikTokTestClient, post?: Record<string, unknown>) =>
  codeOf(await tiktok.init(small, post))

test.each([
  ['public', {}, ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'], false],
  ['private', { privateAccount: true }, ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'], true],
])('a %s account has its own levels, and its duets and stitches', async (_, profile, levels, isOff) => {
  const tiktok = await tiktokClient(sandbox, { ...profile, commentDisabled: true, maxVideoPostDurationSec: 180 })
  expect((await tiktok.creatorInfo()).json.data).toEqual({
    creator_avatar_url: expect.any(String),
    creator_username: 'mom',
    creator_nickname: 'mom',
    privacy_level_options: levels,
    comment_disabled: true,
    duet_disabled: isOff,
    stitch_disabled: isOff,
    max_video_post_duration_sec: 180,
  })
  expect(await initCode(tiktok, { privacy_level: levels[0] })).toEqual([200, 'ok'])
  const other = isOff ? 'PUBLIC_TO_EVERYONE' : 'FOLLOWER_OF_CREATOR'
  expect(await initCode(tiktok, { privacy_level: other })).toEqual([403, 'privacy_level_option_mismatch'])
})

test('who may not post is told so by creator info with 200, and refused by init', async () => {
  const tiktok = await tiktokClient(sandbox, { dailyPostCap: 1 })
  expect(await initCode(tiktok)).toEqual([200, 'ok'])
  expect(codeOf(await tiktok.creatorInfo())).toEqual([200, 'spam_risk_too_many_posts'])
  expect(await initCode(tiktok)).toEqual([403, 'spam_risk_too_many_posts'])
  // The log tells a refusal that came with HTTP 200 as well.
  expect(await sandbox.calls('creator_info.query')).toMatchObject([
    { status: 200, refusal: 'spam_risk_too_many_posts' },
  ])
  await tiktok.patch({ banned: true })
  expect(codeOf(await tiktok.creatorInfo())).toEqual([200, 'spam_risk_user_banned_from_posting'])
  expect(await initCode(tiktok)).toEqual([403, 'spam_risk_user_banned_from_posting'])
})

test('the posts of other clients count, in a window of 24 hours', async () => {
  const tiktok = await tiktokClient(sandbox, { postsByOtherClients: 14, expiresInSeconds: 200_000 })
  expect(await initCode(tiktok)).toEqual([200, 'ok'])
  expect(await initCode(tiktok)).toEqual([403, 'spam_risk_too_many_posts'])
  await sandbox.advance(86_399)
  expect(await initCode(tiktok)).toEqual([403, 'spam_risk_too_many_posts'])
  await sandbox.advance(2)
  expect(await initCode(tiktok)).toEqual([200, 'ok'])
})

test('an app serves only so many creators a day, and those again', async () => {
  await settings({ activeUserCap: 1 })
  const first = await tiktokClient(sandbox, { expiresInSeconds: 200_000 })
  const second = await tiktokClient(sandbox, { accountId: 'open-id-2', expiresInSeconds: 200_000 })
  expect(await initCode(first)).toEqual([200, 'ok'])
  expect(codeOf(await second.creatorInfo())).toEqual([200, 'reached_active_user_cap'])
  expect(await initCode(second)).toEqual([403, 'reached_active_user_cap'])
  expect(codeOf(await second.initDraft())).toEqual([403, 'reached_active_user_cap'])
  expect(await initCode(first)).toEqual([200, 'ok'])
  await sandbox.advance(86_401)
  expect(await initCode(second)).toEqual([200, 'ok'])
})

describe('an app that is not audited', () => {
  beforeEach(() => settings({ audited: false }))

  test.each([
    ['posts to a public account', {}, 'SELF_ONLY', false],
    ['posts to friends', { privateAccount: true }, 'MUTUAL_FOLLOW_FRIENDS', false],
    ['posts to nobody on a private account', { privateAccount: true }, 'SELF_ONLY', true],
  ])('%s', async (_, profile, privacy_level, isAllowed) => {
    const refusal = [403, 'unaudited_client_can_only_post_to_private_accounts']
    expect(await initCode(await tiktokClient(sandbox, profile), { privacy_level })).toEqual(
      isAllowed ? [200, 'ok'] : refusal,
    )
  })

  test('serves five creators a day', async () => {
    const codes: unknown[] = []
    for (let creator = 1; creator <= 6; creator++) {
      const tiktok = await tiktokClient(sandbox, { accountId: `open-id-${creator}`, privateAccount: true })
      codes.push((await initCode(tiktok, { privacy_level: 'SELF_ONLY' }))[1])
    }
    expect(codes).toEqual([...Array<string>(5).fill('ok'), 'reached_active_user_cap'])
  })
})

test.each<
  [string, string, (tiktok: TikTokTestClient) => Promise<{ status: number; json: { error: { code: string } } }>]
>([
  ['creator info', 'video.publish', (tiktok) => tiktok.creatorInfo()],
  ['a direct post', 'video.publish', (tiktok) => tiktok.init(small)],
  ['a draft', 'video.upload', (tiktok) => tiktok.initDraft()],
  ['the list of videos', 'video.list', (tiktok) => tiktok.call('/v2/video/list/?fields=id')],
  ['videos by id', 'video.list', (tiktok) => tiktok.query('id', ['1'])],
  ['the user', 'user.info.basic', (tiktok) => tiktok.user('open_id')],
  ['the name of the user', 'user.info.profile', (tiktok) => tiktok.user('username')],
])('%s needs %s', async (_, scope, ask) => {
  const granted = await tiktokClient(sandbox, { scopes: [scope] })
  expect(codeOf(await ask(granted))).toEqual([200, 'ok'])
  const others = ['user.info.stats', 'video.list', 'video.publish'].filter((other) => other !== scope)
  await granted.patch({ scopes: others })
  expect(codeOf(await ask(granted))).toEqual([401, 'scope_not_authorized'])
})

test('the user is told by the asked fields, and only by known ones', async () => {
  const tiktok = await tiktokClient(sandbox, { nickname: 'Mom of two' })
  expect((await tiktok.user('open_id,union_id,username,display_name')).json.data.user).toEqual({
    open_id: 'open-id-1',
    union_id: expect.any(String),
    username: 'mom',
    display_name: 'Mom of two',
  })
  expect(codeOf(await tiktok.user('open_id,shoe_size'))).toEqual([400, 'invalid_params'])
  expect(codeOf(await tiktok.user(''))).toEqual([400, 'invalid_params'])
})

import { consent, offered, REDIRECT, type Decision } from './oauth-client'
import { openSandbox, type TestSandbox } from './platform-sandbox'

const USER = '17841400000000001'
const SCOPE = 'instagram_business_basic,instagram_business_content_publish'
const DAY_SECONDS = 86_400
const app = { client_id: 'app', client_secret: 'secret' }

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
  await sandbox.control('POST', '/accounts', { platform: 'INSTAGRAM', accountId: USER, username: 'mom' })
})
afterEach(() => sandbox.close())

const get = (url: string, query: Record<string, string>, token?: string) =>
  sandbox.send(`${url}?${new URLSearchParams(query).toString()}`, token === undefined ? {} : { token })
const reel = { media_type: 'REELS', video_url: 'http://127.0.0.1:1/video.mp4' }

describe('Instagram Login', () => {
  const ask = (decision: Partial<Decision> = {}, more: Record<string, string> = {}) =>
    consent(
      sandbox,
      `${sandbox.at().instagramConsentUrl}/oauth/authorize`,
      { client_id: 'app', response_type: 'code', scope: SCOPE, redirect_uri: REDIRECT, state: 's1', ...more },
      { account: USER, ...decision },
    )
  const exchange = (code: string, more: Record<string, string> = {}) =>
    sandbox.send(`${sandbox.at().instagramOauthUrl}/oauth/access_token`, {
      form: { ...app, grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...more },
    })
  const shortToken = async (decision?: Partial<Decision>): Promise<string> =>
    (await exchange((await ask(decision)).answer.code ?? '')).json.data[0].access_token
  const lengthen = (access_token: string, more: Record<string, string> = {}) =>
    get(`${sandbox.at().instagramUrl}/access_token`, {
      grant_type: 'ig_exchange_token',
      client_secret: 'secret',
      access_token,
      ...more,
    })
  const refresh = (access_token: string) =>
    get(`${sandbox.at().instagramUrl}/refresh_access_token`, { grant_type: 'ig_refresh_token', access_token })
  const me = (token: string) => get(`${sandbox.at().instagramUrl}/v25.0/me`, { fields: 'user_id,username' }, token)
  const create = (token: string) =>
    sandbox.send(`${sandbox.at().instagramUrl}/v25.0/${USER}/media`, { form: reel, token })

  test('a code, behind whose redirect Instagram leaves #_, becomes a token of an hour, then one of 60 days', async () => {
    const { location, answer } = await ask()
    expect(location).toMatch(/&code=[\w-]+&state=s1#_$/)
    const short = (await exchange(answer.code ?? '')).json
    expect(short).toEqual({ data: [{ access_token: expect.any(String), user_id: USER, permissions: SCOPE }] })
    const [{ access_token }] = short.data
    expect(location).not.toContain(access_token)
    expect((await me(access_token)).json).toMatchObject({ user_id: USER, username: 'mom' })
    const long = (await lengthen(access_token)).json
    expect(long).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 5_183_944 })
    await sandbox.advance(3_601)
    expect((await me(access_token)).json.error).toMatchObject({ code: 190, error_subcode: 463 })
    expect((await me(long.access_token)).status).toBe(200)
  })

  test('the answer to a code may be flat', async () => {
    await sandbox.control('PATCH', '/settings/instagram', { codeAnswer: 'flat' })
    const { code = '' } = (await ask()).answer
    expect((await exchange(code)).json).toEqual({
      access_token: expect.any(String),
      user_id: USER,
      permissions: SCOPE,
    })
  })

  test('a code is good once, within an hour, for its app and address, without the #_', async () => {
    const refused = { status: 400, json: { error_type: 'OAuthException', code: 400 } }
    const { code = '' } = (await ask()).answer
    expect(await exchange(`${code}#_`)).toMatchObject(refused)
    expect(await exchange(code, { client_id: 'another' })).toMatchObject(refused)
    expect(await exchange(code, { redirect_uri: 'https://app.example/' })).toMatchObject(refused)
    expect((await exchange(code)).status).toBe(200)
    expect(await exchange(code)).toMatchObject(refused)
    const { code: late = '' } = (await ask()).answer
    await sandbox.advance(3_600)
    expect(await exchange(late)).toMatchObject(refused)
  })

  test('a user who refuses is told as user_denied', async () => {
    const { answer } = await ask({ deny: true })
    expect(answer).toMatchObject({ error: 'access_denied', error_reason: 'user_denied', state: 's1' })
    expect(answer.code).toBeUndefined()
  })

  test('a permission that was not granted is missing at the endpoint', async () => {
    const token = await shortToken({ scopes: ['instagram_business_basic'] })
    expect((await create(token)).json.error).toMatchObject({ code: 10 })
    expect((await create(await shortToken())).status).toBe(200)
  })

  test('a long token extends itself when it is a day old, until it has expired', async () => {
    const { access_token: long } = (await lengthen(await shortToken())).json
    expect((await refresh(long)).json.error).toMatchObject({ code: 100 })
    await sandbox.advance(DAY_SECONDS + 1)
    const renewed = (await refresh(long)).json
    expect(renewed).toMatchObject({ expires_in: 5_183_944, permissions: SCOPE })
    expect((await me(long)).status).toBe(200)
    await sandbox.advance(60 * DAY_SECONDS)
    expect((await refresh(renewed.access_token)).json.error).toMatchObject({ code: 190, error_subcode: 463 })
  })

  test('a token without instagram_business_basic cannot be refreshed', async () => {
    const token = await shortToken({ scopes: ['instagram_business_content_publish'] })
    const { access_token: long } = (await lengthen(token)).json
    await sandbox.advance(DAY_SECONDS + 1)
    expect((await refresh(long)).json.error).toMatchObject({ code: 10 })
  })

  test('an account that removed the app refuses exchange and refresh; a new consent brings it back without its old tokens', async () => {
    const old = await shortToken()
    await sandbox.control('PATCH', `/accounts/instagram/${USER}`, { revoked: true })
    expect((await lengthen(old)).json.error).toMatchObject({ code: 190, error_subcode: 458 })
    const token = await shortToken()
    expect((await me(token)).status).toBe(200)
    expect((await me(old)).json.error).toMatchObject({ code: 190 })
  })

  test.each([
    [{ grant_type: 'fb_exchange_token' }, /grant_type/],
    [{ client_secret: '' }, /client_secret/],
    [{ access_token: 'unknown' }, /Cannot parse access token/],
  ])('an exchange with %j is refused', async (wrong, message) => {
    const reply = await lengthen(await shortToken(), wrong)
    expect([reply.status, reply.json.error.message]).toEqual([400, expect.stringMatching(message)])
  })
})

describe('Facebook Login', () => {
  const FACEBOOK_SCOPE = 'instagram_basic,instagram_content_publish,pages_show_list,pages_read_engagement'
  const ask = (scope = FACEBOOK_SCOPE) =>
    consent(
      sandbox,
      `${sandbox.at().facebookConsentUrl}/v25.0/dialog/oauth`,
      { client_id: 'app', response_type: 'code', scope, redirect_uri: REDIRECT, state: 's1' },
      { account: USER },
    )
  const token = (query: Record<string, string>) =>
    get(`${sandbox.at().facebookUrl}/v25.0/oauth/access_token`, { ...app, ...query })
  const exchange = async (asked = ask()) => token({ code: (await asked).answer.code ?? '', redirect_uri: REDIRECT })
  const lengthen = (fb_exchange_token: string) => token({ grant_type: 'fb_exchange_token', fb_exchange_token })
  const pages = (userToken: string, fields = 'id,name,access_token,instagram_business_account') =>
    get(`${sandbox.at().facebookUrl}/v25.0/me/accounts`, { fields }, userToken)
  const create = (bearer: string) =>
    sandbox.send(`${sandbox.at().facebookUrl}/v25.0/${USER}/media`, { form: reel, token: bearer })

  test('a code becomes a user token, a long one, and a Page token that publishes and does not expire', async () => {
    const { page, answer, location } = await ask()
    expect([offered(page, 'scope'), answer.state]).toEqual([FACEBOOK_SCOPE.split(','), 's1'])
    expect(location).toMatch(/#_=_$/)
    const short = (await token({ code: answer.code ?? '', redirect_uri: REDIRECT })).json
    expect(short).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 3_600 })
    const long = (await lengthen(short.access_token)).json
    expect(long.expires_in).toBe(5_183_944)
    const [found] = (await pages(long.access_token)).json.data
    expect(found).toMatchObject({ id: `1${USER}`, name: 'mom', instagram_business_account: { id: USER } })
    await sandbox.advance(100 * DAY_SECONDS)
    expect((await create(long.access_token)).json.error).toMatchObject({ code: 190, error_subcode: 463 })
    expect((await create(found.access_token)).status).toBe(200)
  })

  test('the Page token of a short user token ends with it, that of a long one is always the same', async () => {
    const short = (await exchange()).json.access_token
    const long = (await lengthen(short)).json.access_token
    const pageToken = async (user: string) => (await pages(user)).json.data[0].access_token as string
    const [brief, lasting] = [await pageToken(short), await pageToken(long)]
    expect(await pageToken(long)).toBe(lasting)
    await sandbox.advance(3_601)
    expect((await create(brief)).json.error).toMatchObject({ error_subcode: 463 })
    expect((await create(lasting)).status).toBe(200)
  })

  test('its tokens are none on Instagram Login’s host, and its codes none at its token endpoint', async () => {
    const { access_token } = (await exchange()).json
    expect((await get(`${sandbox.at().instagramUrl}/v25.0/me`, {}, access_token)).json.error).toMatchObject({
      code: 190,
    })
    const { code = '' } = (await ask()).answer
    const strange = await sandbox.send(`${sandbox.at().instagramOauthUrl}/oauth/access_token`, {
      form: { ...app, grant_type: 'authorization_code', code, redirect_uri: REDIRECT },
    })
    expect(strange.status).toBe(400)
    expect((await token({ code, redirect_uri: REDIRECT })).status).toBe(200)
  })

  test('Pages are shown to whom pages_show_list was granted', async () => {
    const { access_token } = (await exchange(ask('instagram_basic'))).json
    expect((await pages(access_token)).json.error).toMatchObject({ code: 10 })
  })

  test('a used code and an app without its secret are refused', async () => {
    const { code = '' } = (await ask()).answer
    const proof = { code, redirect_uri: REDIRECT }
    expect((await token({ ...proof, client_secret: '' })).json.error).toMatchObject({ code: 100 })
    expect((await token(proof)).status).toBe(200)
    expect((await token(proof)).json.error).toMatchObject({ code: 100 })
  })
})

test.each([
  ['oauth.authorize', () => sandbox.send(`${sandbox.at().instagramConsentUrl}/oauth/authorize`)],
  ['oauth.consent', () => sandbox.send(`${sandbox.at().facebookConsentUrl}/v25.0/dialog/oauth`, { form: {} })],
  ['oauth.token', () => sandbox.send(`${sandbox.at().instagramOauthUrl}/oauth/access_token`, { form: {} })],
  ['oauth.token', () => sandbox.send(`${sandbox.at().instagramUrl}/refresh_access_token`)],
  ['oauth.exchange', () => sandbox.send(`${sandbox.at().instagramUrl}/access_token`)],
  ['oauth.exchange', () => sandbox.send(`${sandbox.at().facebookUrl}/v25.0/oauth/access_token?fb_exchange_token=x`)],
  ['me.accounts', () => sandbox.send(`${sandbox.at().facebookUrl}/v25.0/me/accounts`)],
] as const)('a fault strikes %s', async (operation, call) => {
  await sandbox.control('POST', '/faults', { platform: 'instagram', operation, kind: 'before-effect', status: 503 })
  expect((await call()).status).toBe(503)
})

import { consent, REDIRECT } from './oauth-client'
import { openSandbox, type TestSandbox } from './platform-sandbox'

const USER = '17841400000000001'
const SHOP = '17841400000000002'
const SCOPE = 'instagram_basic,instagram_content_publish,pages_show_list'
const app = { client_id: 'app', client_secret: 'secret' }

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
  for (const [accountId, username] of [
    [USER, 'mom'],
    [SHOP, 'shop'],
  ])
    await sandbox.control('POST', '/accounts', { platform: 'INSTAGRAM', accountId, username, facebookUser: 'ann' })
})
afterEach(() => sandbox.close())

const call = (path: string, query: Record<string, string>, token?: string, method: 'GET' | 'DELETE' = 'GET') =>
  sandbox.send(`${sandbox.at().facebookUrl}/v25.0${path}?${new URLSearchParams(query).toString()}`, {
    method,
    ...(token !== undefined && { token }),
  })

/** Ann's long token, and those of her two Pages. */
async function connected(scopes = SCOPE.split(',')) {
  const page = `${sandbox.at().facebookConsentUrl}/v25.0/dialog/oauth`
  const asked = { client_id: 'app', response_type: 'code', scope: SCOPE, redirect_uri: REDIRECT }
  const { answer } = await consent(sandbox, page, asked, { account: USER, scopes })
  const short = await call('/oauth/access_token', { ...app, code: answer.code ?? '', redirect_uri: REDIRECT })
  const exchange = { ...app, grant_type: 'fb_exchange_token', fb_exchange_token: short.json.access_token as string }
  const user: string = (await call('/oauth/access_token', exchange)).json.access_token
  const fields = 'access_token,instagram_business_account{id,username}'
  const pages = (await call('/me/accounts', { fields }, user)).json.data
  return { user, pages, mom: pages[0]?.access_token as string, shop: pages[1]?.access_token as string }
}

test('a Facebook user has a Page for each of its Instagram accounts, and every token speaks for its own', async () => {
  const { user, pages, mom, shop } = await connected()
  expect(pages.map((page: Record<string, unknown>) => page.instagram_business_account)).toEqual([
    { id: USER, username: 'mom' },
    { id: SHOP, username: 'shop' },
  ])
  const ids = await Promise.all(
    [user, mom, shop].map(async (token) => (await call('/me', {}, token)).json.id as string),
  )
  expect(ids).toEqual(['7ann', `1${USER}`, `1${SHOP}`])
})

test('a field that is a node shows its id alone unless more is asked of it', async () => {
  const { user } = await connected()
  const { json } = await call('/me/accounts', { fields: 'instagram_business_account' }, user)
  expect(json.data[0]).toEqual({ id: `1${USER}`, instagram_business_account: { id: USER } })
})

test('the permissions tell what was granted and what was not', async () => {
  const { user } = await connected(['instagram_basic', 'pages_show_list'])
  const { data } = (await call('/me/permissions', {}, user)).json
  expect(data).toContainEqual({ permission: 'instagram_basic', status: 'granted' })
  expect(data).toContainEqual({ permission: 'instagram_content_publish', status: 'declined' })
  expect(JSON.stringify(data)).not.toContain('instagram_business')
})

test("to delete the permissions ends every token of the user, her Pages' too, and takes the user's own", async () => {
  const { user, mom, shop } = await connected()
  expect((await call('/me/permissions', {}, mom, 'DELETE')).json.error).toMatchObject({ code: 100 })
  expect((await call('/me/permissions', {}, user, 'DELETE')).json).toEqual({ success: true })
  for (const token of [user, mom, shop])
    expect((await call('/me', {}, token)).json.error).toMatchObject({ code: 190, error_subcode: 458 })
})

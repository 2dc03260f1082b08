import { openSandbox, type TestSandbox } from './platform-sandbox'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await openSandbox()
})
afterEach(() => sandbox.close())

const REGISTERED = 'https://app.example/callback'
const asked = { client_id: 'app', client_key: 'app', response_type: 'code' }

/** Each platform's page, with a scope that it knows. */
const PAGES = [
  ['tiktok', 'tiktokConsentUrl', '/v2/auth/authorize/', 'video.publish'],
  ['instagram', 'instagramConsentUrl', '/oauth/authorize', 'instagram_business_basic'],
  ['instagram', 'facebookConsentUrl', '/v25.0/dialog/oauth', 'instagram_basic'],
  ['youtube', 'googleConsentUrl', '/o/oauth2/v2/auth', 'https://www.googleapis.com/auth/youtube.upload'],
] as const

test.each(PAGES)("%s' %s takes registered addresses to the letter, once there are any", async (...page) => {
  const [platform, host, path, scope] = page
  const open = async (redirect_uri: string) => {
    const query = new URLSearchParams({ ...asked, scope, redirect_uri })
    return (await sandbox.send(`${sandbox.at()[host]}${path}?${query.toString()}`)).status
  }
  expect(await open('https://anywhere.example/')).toBe(200)
  await sandbox.control('PATCH', `/settings/${platform}`, { redirectUris: [REGISTERED] })
  expect([await open(REGISTERED), await open(`${REGISTERED}/`), await open(`${REGISTERED}?x=1`)]).toEqual([
    200, 400, 400,
  ])
})

const code = { grant_type: 'authorization_code', code: 'c', redirect_uri: REGISTERED }

/** How each token endpoint is asked with a secret, and what it says of a wrong one. */
const SECRETS: [string, (secret: string) => Promise<unknown>, unknown][] = [
  [
    'tiktok',
    async (client_secret) =>
      (
        await sandbox.send(`${sandbox.at().tiktokUrl}/v2/oauth/token/`, {
          form: { client_key: 'app', client_secret, ...code },
        })
      ).json.error,
    'invalid_client',
  ],
  [
    'youtube',
    async (client_secret) =>
      (await sandbox.send(`${sandbox.at().oauthUrl}/token`, { form: { client_id: 'app', client_secret, ...code } }))
        .json.error,
    'invalid_client',
  ],
  [
    'instagram',
    async (client_secret) =>
      (
        await sandbox.send(`${sandbox.at().instagramOauthUrl}/oauth/access_token`, {
          form: { client_id: 'app', client_secret, ...code },
        })
      ).json.error_message,
    'Invalid Client Secret',
  ],
  [
    'instagram',
    async (secret) =>
      (
        await sandbox.send(
          `${sandbox.at().instagramUrl}/access_token?grant_type=ig_exchange_token&client_secret=${secret}`,
        )
      ).json.error.message,
    'Error validating client secret.',
  ],
  [
    'instagram',
    async (secret) =>
      (
        await sandbox.send(
          `${sandbox.at().facebookUrl}/v25.0/oauth/access_token?client_id=app&client_secret=${secret}&code=c`,
        )
      ).json.error.message,
    'Error validating client secret.',
  ],
]

test.each(SECRETS)("%s' token endpoint %# takes one secret once it is set, and any until then", async (...endpoint) => {
  const [platform, refusalOf, wrongSecret] = endpoint
  expect(await refusalOf('any')).not.toEqual(wrongSecret)
  await sandbox.control('PATCH', `/settings/${platform}`, { clientSecret: 'right' })
  expect(await refusalOf('any')).toEqual(wrongSecret)
  expect(await refusalOf('right')).not.toEqual(wrongSecret)
})

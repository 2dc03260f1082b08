import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { newApiKey } from '../../src/security/api-keys'
import { redact, truncate } from '../../src/security/redaction'
import { createTokenCipher } from '../../src/security/token-cipher'

const SECRET = 'S3cr3t-value_123.abc~x'

test.each([
  ['a bearer header', `authorization: Bearer ${SECRET}`],
  ['an OAuth header', `Authorization: OAuth ${SECRET}`],
  ['a token in a query', `GET https://graph.instagram.com/me?fields=id&access_token=${SECRET}&x=1`],
  ['a form body', `grant_type=refresh_token&refresh_token=${SECRET}&client_secret=${SECRET}`],
  ['an encoded query', `next=https%3A%2F%2Fx%3Faccess_token%3D${SECRET}`],
  ["TikTok's upload URL", `https://open-upload.tiktokapis.com/video/?upload_id=${SECRET}&upload_token=${SECRET}`],
  [
    "YouTube's session URI",
    `https://www.googleapis.com/upload/youtube/v3/videos?uploadType=resumable&upload_id=${SECRET}`,
  ],
  [
    'a presigned URL',
    `https://a.r2.cloudflarestorage.com/v/clip.mp4?X-Amz-Credential=${SECRET}&X-Amz-Signature=${SECRET}`,
  ],
  ['an OAuth callback', `https://app.example/oauth/tiktok/callback?code=${SECRET}&state=abc`],
  ['JSON', JSON.stringify({ access_token: SECRET, refreshToken: SECRET, expires_in: 3 })],
  ['JSON with quotes in the value', JSON.stringify({ access_token: `a"${SECRET}` })],
  ['JSON within JSON', JSON.stringify({ body: JSON.stringify({ access_token: SECRET, n: 1 }) })],
  ['an OAuth state', `https://app.example/v1/oauth/tiktok/callback?scopes=a%2Cb&state=${SECRET}`],
  ['a consent page', `https://www.tiktok.com/v2/auth/authorize/?client_key=app&state=${SECRET}&code_challenge=x`],
  ['a link that connects', `GET /v1/oauth/youtube/start?link=${SECRET}`],
  ["a link to a post's page", `GET https://app.example/p/cmh2x8v1d0000.1800000000.${'S3cr3t'.repeat(7)}g`],
  ['a callback within an address', `next=https%3A%2F%2Fapp.example%2Fcallback%3Fcode%3D${SECRET}%26state%3D${SECRET}`],
  ['the exchange of a code', `code=${SECRET}&grant_type=authorization_code&code_verifier=${SECRET}`],
  ['the exchange of a code, told as a body', `body "client_key=app&code=${SECRET}&grant_type=authorization_code"`],
  ['the end of a grant', `POST https://oauth2.googleapis.com/revoke?token=${SECRET}`],
  ['the end of a grant, as a form', `token=${SECRET}&client_key=app`],
  ["Meta's proof", `https://graph.facebook.com/me?fields=id&appsecret_proof=${SECRET}`],
  ["Meta's signed request", `signed_request=${SECRET}.eyJ1c2VyX2lkIjoiMSJ9`],
  [
    'JSON within JSON within JSON',
    [1, 2, 3].reduce((said) => JSON.stringify({ said }), `{"access_token":"${SECRET}"}`),
  ],
  ['JSON that was cut', `{"access_token":"${SECRET}`],
  ['JSON within JSON that was cut', JSON.stringify({ body: `{"access_token":"${SECRET}…`, n: 1 })],
  ['a verifier in JSON', JSON.stringify({ codeVerifier: SECRET, code_verifier: SECRET })],
  ['an object as Node prints it', inspect({ access_token: SECRET, refreshToken: SECRET })],
  ['a cookie', `Cookie: theme=dark; publisher_connect=${SECRET}`],
  ['a cookie that is set', `set-cookie: publisher_connect=${SECRET}; Path=/; HttpOnly`],
  ['cookies as JSON', JSON.stringify({ headers: { cookie: `a="${SECRET}"`, 'set-cookie': [`b=${SECRET}; Path=/`] } })],
  ['cookies as JSON within JSON', JSON.stringify({ said: JSON.stringify({ 'set-cookie': [`b=${SECRET}`], n: 1 }) })],
  ["a webhook's signature", `TikTok-Signature: t=1633174587,s=${SECRET}`],
  ["a webhook's signature as JSON", JSON.stringify({ 'tiktok-signature': `t=1633174587,s=${SECRET}` })],
  ['an API key', `key ${newApiKey().replace(/.{22}$/, SECRET.replace(/[^\w-]/g, '_'))} is revoked`],
  ['a database URL', `cannot reach postgresql://publisher:${SECRET}@db:5432/publisher`],
])('%s loses its secret', (_, text) => {
  const masked = redact(text)
  expect(masked).not.toMatch(/S3cr3t/)
  expect(masked).toContain('[redacted]')
})

test('what the database holds, and the keys to it, are masked', () => {
  const key = randomBytes(32).toString('base64')
  const ciphertext = createTokenCipher(`k1:${key}`).encrypt('the-token', 'row/column')
  expect(redact(`at ${ciphertext}, TOKEN_KEYS=k1:${key},k0:${key}`)).toBe(
    'at [redacted], TOKEN_KEYS=k1:[redacted],k0:[redacted]',
  )
})

test.each([
  '{"error":{"code":"spam_risk","log_id":"2026","message":"see https://x.example/a?fields=id&page=2"}}',
  'https://www.tiktok.com/v2/auth/authorize/?client_key=awabc123&scope=user.info.basic&code_challenge_method=S256',
  'the job is in state=ACTIVE, error code=190 subcode=460',
  '{"state":"RUNNING","link":"https://x.example/post/1","token":"none","code":190}',
  'a code: 190, a state: ACTIVE, the cookie is missing; Cookies must be allowed',
  'listening on localhost:3000, etag 0a1b2c, sha256 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
  "{ accessTokens: 3, refresh_token_expires_in: 86400, problem: 'token-unreadable' }",
])('what is no secret stays readable: %s', (text) => {
  expect(redact(text)).toBe(text)
})

test('the rest of a JSON document stays JSON', () => {
  const cookies = { cookie: `a="${SECRET}"`, 'set-cookie': [`b=${SECRET}`, 'c=[x]'] }
  const said = JSON.stringify({ access_token: `a"${SECRET}`, ...cookies, expires_in: 3 })
  expect(JSON.parse(redact(said))).toMatchObject({ expires_in: 3 })
})

test('a text that is all quotes and backslashes takes no time to speak of', () => {
  const startedAtMs = performance.now()
  for (const filler of ['\\\\', '\\"', '","', '[', "'", '%3F', 'code=']) {
    redact(`{"access_token":"${filler.repeat(2_000)}`)
    redact(`{"cookie":["${filler.repeat(2_000)}`)
    redact(filler.repeat(4_000))
  }
  expect(performance.now() - startedAtMs).toBeLessThan(2_000)
})

test('a long text is cut to its limit, never within a character', () => {
  expect(truncate('short', 10)).toBe('short')
  expect(truncate('0123456789ab', 10)).toBe('012345678…')
  expect(truncate('12345678😀abc', 10)).toBe('12345678…')
})

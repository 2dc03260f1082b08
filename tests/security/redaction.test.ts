import { newApiKey } from '../../src/security/api-keys'
import { redact, truncate } from '../../src/security/redaction'

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
  ['an API key', `key ${newApiKey().replace(/.{22}$/, SECRET.replace(/[^\w-]/g, '_'))} is revoked`],
  ['a database URL', `cannot reach postgresql://publisher:${SECRET}@db:5432/publisher`],
])('%s loses its secret', (_, text) => {
  const masked = redact(text)
  expect(masked).not.toMatch(/S3cr3t/)
  expect(masked).toContain('[redacted]')
})

test('what is no secret stays readable', () => {
  const text = '{"error":{"code":"spam_risk","log_id":"2026","message":"see https://x.example/a?fields=id&page=2"}}'
  expect(redact(text)).toBe(text)
})

test('the rest of a JSON document stays JSON', () => {
  expect(JSON.parse(redact(JSON.stringify({ access_token: `a"${SECRET}`, expires_in: 3 })))).toMatchObject({
    expires_in: 3,
  })
})

test('a long text is cut to its limit, never within a character', () => {
  expect(truncate('short', 10)).toBe('short')
  expect(truncate('0123456789ab', 10)).toBe('012345678…')
  expect(truncate('12345678😀abc', 10)).toBe('12345678…')
})

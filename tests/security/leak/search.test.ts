import { randomBytes } from 'node:crypto'
import { createSearch, FRAGMENT_CHARS } from './search'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const base64url = (text: string) => Buffer.from(text).toString('base64url')
const hex = (text: string) => Buffer.from(text).toString('hex')

/** With what every encoding changes: quotes, slashes, percent signs, a sign of two bytes. */
const secret = `1//0"${randomBytes(24).toString('base64url')}%é\\+${randomBytes(24).toString('base64url')}`
const search = createSearch([{ kind: 'refresh token', value: secret }])
const findsIn = (text: string) => search({ name: 'a log line', text })

const ENCODINGS: Record<string, (text: string) => string> = {
  'in plain': (text) => text,
  'in JSON': (text) => JSON.stringify({ text }),
  'in JSON within JSON': (text) => JSON.stringify({ body: JSON.stringify({ text }) }),
  'in a query': (text) => `https://x.example/?token=${encodeURIComponent(text)}&y=1`,
  'in a query within a query': (text) => `?next=${encodeURIComponent(`?token=${encodeURIComponent(text)}&y=1`)}`,
  'in a form': (text) => new URLSearchParams({ token: text }).toString(),
  'in base64': base64,
  'in base64 after one byte': (text) => base64(`x${text}y`),
  'in base64 after two bytes': (text) => base64(`xx${text}yy`),
  'in the base64 of URLs': (text) => base64url(`x${text}`),
  'in the base64 of JSON': (text) => base64(JSON.stringify({ token: text })),
  'in the base64 of a query': (text) => base64(`?a=b&token=${encodeURIComponent(text)}`),
  'in hex': hex,
  'in capital hex': (text) => hex(text).toUpperCase(),
}

test.each(Object.entries(ENCODINGS))('a secret %s is found wherever it begins', (_name, encode) => {
  for (let offset = 0; offset < 8; offset++) {
    const finds = findsIn(`${'-'.repeat(1000 + offset)}${encode(secret)}-----`)
    expect(finds).toContainEqual(expect.objectContaining({ place: 'a log line', kind: 'refresh token' }))
  }
})

test.each(Object.entries(ENCODINGS))('a secret %s is found although both its ends are cut off', (_name, encode) => {
  const whole = encode(secret)
  const middle = Math.floor(whole.length / 2)
  expect(findsIn(`cut: ${whole.slice(middle - 25, middle + 30)}`)).not.toHaveLength(0)
})

test('every fragment of the length that counts is found, and none that is shorter', () => {
  const token = randomBytes(32).toString('base64url')
  const find = createSearch([{ kind: 'access token', value: token }])
  for (let start = 0; start + FRAGMENT_CHARS <= token.length; start++) {
    const fragment = token.slice(start, start + FRAGMENT_CHARS)
    expect(find({ name: '', text: `${' '.repeat(start)}${fragment}` })).toHaveLength(1)
    expect(find({ name: '', text: `${' '.repeat(start)}${fragment.slice(1)}` })).toHaveLength(0)
  }
})

test('text without a secret gives no find, also where it is random', () => {
  expect(findsIn(randomBytes(2_000_000).toString('base64'))).toEqual([])
})

test('a secret that is too short to be searched is refused instead of overlooked', () => {
  expect(() => createSearch([{ kind: 'client secret', value: 'sandbox' }])).toThrow('cannot be searched')
})

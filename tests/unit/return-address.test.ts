import fc from 'fast-check'
import { isReturnAllowed } from '../../src/domain/return-address'

const ALLOWED = ['https://ok.example/connected', 'https://ok.example/app/', 'http://127.0.0.1:8080/done']

test.each([
  'https://ok.example/connected',
  'https://ok.example/connected?tab=accounts&next=%2Fhome',
  'https://ok.example/app/',
  'https://ok.example/app/settings/accounts',
  'http://127.0.0.1:8080/done',
])('%s is on the list', (address) => {
  expect(isReturnAllowed(address, ALLOWED)).toBe(true)
})

test.each([
  'https://ok.example.evil/connected',
  'https://ok.example@evil.example/connected',
  'https://evil.example/https://ok.example/connected',
  'https://user@ok.example/connected',
  'https://@ok.example/connected',
  'https://ok.example:8443/connected',
  'https://ok.example:443/connected',
  'http://ok.example/connected',
  'https://OK.example/connected',
  'https://ok.example\\@evil.example/connected',
  'https:\\\\ok.example\\connected',
  'https:ok.example/connected',
  '//ok.example/connected',
  '/connected',
  'blob:https://ok.example/connected',
  'javascript:alert(1)//https://ok.example/connected',
  'https://ok.example/connected#_',
  'https://ok.example/connected/',
  'https://ok.example/connected/below',
  'https://ok.example/connectedness',
  'https://ok.example/Connected',
  'https://ok.example/app',
  'https://ok.example/app/../admin',
  'https://ok.example/app/%2e%2e/admin',
  'https://ok.example/app/..%2fadmin',
  'https://ok.example/app/..%5Cadmin',
  'https://ok.example/app/../app/',
  'https://ok.example/\tapp/',
  ' https://ok.example/app/',
  'https://ok.example',
  '',
])('%j is not', (address) => {
  expect(isReturnAllowed(address, ALLOWED)).toBe(false)
})

test('an origin alone is its own root and no more; nothing is allowed by an empty list', () => {
  expect(isReturnAllowed('https://ok.example', ['https://ok.example'])).toBe(true)
  expect(isReturnAllowed('https://ok.example/', ['https://ok.example'])).toBe(true)
  expect(isReturnAllowed('https://ok.example/anything', ['https://ok.example'])).toBe(false)
  expect(isReturnAllowed('https://ok.example/anything', ['https://ok.example/'])).toBe(true)
  expect(isReturnAllowed('https://ok.example/connected', [])).toBe(false)
})

test('whatever is allowed leads a browser to a place below or at an entry', () => {
  const part = fc.constantFrom(
    'ok.example',
    'evil',
    '/',
    '\\',
    '@',
    '.',
    '..',
    ':',
    'app',
    '%2f',
    '%2e',
    '?',
    '#',
    ' ',
    '\t',
  )
  const twisted = fc.array(part, { maxLength: 8 }).map((parts) => `https://${parts.join('')}`)
  const below = fc.array(part, { maxLength: 6 }).map((parts) => `https://ok.example/app/${parts.join('')}`)
  fc.assert(
    fc.property(fc.oneof(twisted, below), (address) => {
      if (!isReturnAllowed(address, ALLOWED)) return
      const { origin, pathname, username, hash } = new URL(address)
      expect([origin, username, hash]).toEqual(['https://ok.example', '', ''])
      expect(pathname === '/connected' || pathname.startsWith('/app/')).toBe(true)
      expect(decodeURIComponent(pathname)).not.toMatch(/(^|[/\\])\.\.([/\\]|$)/)
    }),
    { numRuns: 2_000 },
  )
})

test('every plain path below an entry is allowed, whatever its query', () => {
  const path = fc.array(fc.stringMatching(/^[a-z0-9_-]{1,8}$/), { maxLength: 4 })
  fc.assert(
    fc.property(path, fc.dictionary(fc.string(), fc.string()), (segments, query) => {
      const address = `https://ok.example/app/${segments.join('/')}?${new URLSearchParams(query).toString()}`
      expect(isReturnAllowed(address, ALLOWED)).toBe(true)
    }),
  )
})

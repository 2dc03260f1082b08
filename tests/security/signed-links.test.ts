import { randomBytes } from 'node:crypto'
import { createSignedLinks } from '../../src/security/signed-links'

const NOW_MS = Date.parse('2027-01-15T12:00:00Z')
const END_MS = NOW_MS + 60_000
const SUBJECT = 'cmh2x8v1d0000'

const entry = (id: string) => `${id}:${randomBytes(32).toString('base64')}`
const [first, second] = [entry('first'), entry('second')]

const links = (ring: string) => createSignedLinks(ring, 'post-page')
const token = links(first).sign(SUBJECT, END_MS)

test('a link leads to what it was made for, until it ends', () => {
  expect(links(first).verify(token, END_MS - 1)).toEqual({ state: 'valid', subject: SUBJECT, expiresAtMs: END_MS })
  expect(links(first).verify(token, END_MS)).toEqual({ state: 'expired' })
})

test('a link tells nothing but its subject and its end', () => {
  expect(token).toMatch(new RegExp(`^${SUBJECT}\\.${END_MS / 1_000}\\.[\\w-]{43}$`))
})

test('a subject with dots stays whole', () => {
  const dotted = links(first).sign('a.1.b', END_MS)
  expect(links(first).verify(dotted, NOW_MS)).toMatchObject({ state: 'valid', subject: 'a.1.b' })
})

test('a rotation leaves links alive, and the end of a key ends its links', () => {
  expect(links(`${first},${second}`).verify(token, NOW_MS).state).toBe('valid')
  expect(links(`${second},${first}`).verify(token, NOW_MS).state).toBe('valid')
  expect(links(second).verify(token, NOW_MS).state).toBe('forged')
})

test('the first key signs', () => {
  const made = links(`${second},${first}`).sign(SUBJECT, END_MS)
  expect(links(second).verify(made, NOW_MS).state).toBe('valid')
  expect(links(first).verify(made, NOW_MS).state).toBe('forged')
})

test('a link for another purpose is forged', () => {
  expect(createSignedLinks(first, 'other').verify(token, NOW_MS).state).toBe('forged')
})

test('no character of a link can be changed, left out or added', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.', '']
  const altered = [...token].flatMap((own, at) =>
    letters.filter((letter) => letter !== own).map((letter) => token.slice(0, at) + letter + token.slice(at + 1)),
  )
  const states = [...altered, `${token}A`].map((text) => links(first).verify(text, NOW_MS).state)
  expect(new Set(states)).toEqual(new Set(['forged']))
})

test.each(['', '.', '..', `${SUBJECT}.1800000000.`, '💥', 'a'.repeat(10_000), `.1.${'A'.repeat(43)}`])(
  'what is no link (%#) is forged',
  (text) => {
    expect(links(first).verify(text, NOW_MS)).toEqual({ state: 'forged' })
  },
)

test('an expired link is not told from a forged one to whoever cannot sign', () => {
  const [subject, , signature] = token.split('.')
  expect(links(first).verify(`${subject}.1.${signature}`, NOW_MS)).toEqual({ state: 'forged' })
})

import type { Problem } from '../../src/domain/errors'
import { tellPlace, withNextPlace } from '../../src/domain/quota-texts'

/** 00:20 in Los Angeles. */
const startAtMs = Date.parse('2026-12-25T08:20:00Z')

test('a place in the queue is told in words, with day and time as YouTube counts them', () => {
  expect(tellPlace({ place: 12, startAtMs }, null)).toBe(
    'Your video is 12th in the queue and should go out on Friday, December 25 at about 00:20 Pacific. Nothing needs to be done.',
  )
})

test('the time of day is the one of summer in summer', () => {
  const inSummer = { place: 1, startAtMs: Date.parse('2026-07-04T07:00:00Z') }
  expect(tellPlace(inSummer, null)).toContain('on Saturday, July 4 at about 00:00 Pacific')
})

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [13, '13th'],
  [21, '21st'],
  [112, '112th'],
])('place %d is the %s', (place, told) => {
  expect(tellPlace({ place, startAtMs }, null)).toMatch(`is ${told} in the queue`)
})

test('a place that would come too late is told as such, and no other', () => {
  const at = { place: 2, startAtMs }
  expect(tellPlace(at, startAtMs)).toContain('too late for its publishBefore, unless a place is freed until then')
  expect(tellPlace(at, startAtMs + 1)).toBe(tellPlace(at, null))
})

describe('whoever does not want to wait', () => {
  const full: Problem = { code: 'youtube-quota-exhausted', category: 'quota', message: 'Full.', remedy: 'Wait.' }

  test('is told when the next place is to be expected', () => {
    const told = withNextPlace(full, { startAtMs })
    expect(told).toMatchObject({ code: 'youtube-quota-exhausted', message: 'Full.' })
    expect(told.remedy).toMatch(/^The next place is estimated for Friday, December 25 at about 00:20 Pacific\./)
  })

  test('is told that none is to be expected soon', () => {
    expect(withNextPlace(full, null).remedy).toMatch(/^No place is to be expected within a year\./)
  })
})

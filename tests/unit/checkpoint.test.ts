import fc from 'fast-check'
import { isUsable } from '../../src/domain/checkpoint'

const NOW_MS = Date.parse('2027-01-15T12:00:00Z')
const HOUR_MS = 3_600_000

const fingerprint = { platformUserId: 'account-1', objectEtag: 'etag-1', revision: 1 }
const checkpoint = { ...fingerprint, expiresAtMs: NOW_MS + HOUR_MS }

test('a checkpoint of the same account, object and revision is used again', () => {
  expect(isUsable(checkpoint, fingerprint, NOW_MS)).toBe(true)
})

test.each([
  ['another account', { platformUserId: 'account-2' }],
  ['another object', { objectEtag: 'etag-2' }],
  ['edited metadata', { revision: 2 }],
])('%s makes a checkpoint worthless', (_name, change) => {
  expect(isUsable(checkpoint, { ...fingerprint, ...change }, NOW_MS)).toBe(false)
})

test('a checkpoint is given up shortly before the platform forgets it, and for good', () => {
  fc.assert(
    fc.property(fc.integer({ min: -HOUR_MS, max: 2 * HOUR_MS }), (afterMs) => {
      const usable = isUsable(checkpoint, fingerprint, NOW_MS + afterMs)
      if (afterMs >= HOUR_MS) expect(usable).toBe(false)
      if (usable) expect(isUsable(checkpoint, fingerprint, NOW_MS + afterMs - 1)).toBe(true)
    }),
  )
  expect(isUsable(checkpoint, fingerprint, checkpoint.expiresAtMs - 1)).toBe(false)
})

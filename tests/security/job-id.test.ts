import fc from 'fast-check'
import { PLATFORMS } from '../../src/domain/platform'
import { jobIdFor, randomJobId } from '../../src/security/job-id'

const origin = fc.record({
  principal: fc.string(),
  key: fc.string(),
  platform: fc.constantFrom(...PLATFORMS),
  position: fc.nat(100),
})

/** What BullMQ takes as a custom jobId, and a URL as a path segment. */
function expectLawful(jobId: string) {
  expect(jobId).toMatch(/^publish-[\w-]+$/)
  expect(jobId.length).toBeLessThanOrEqual(128)
  expect(jobId).not.toContain(':')
  expect(String(Number.parseInt(jobId, 10))).not.toBe(jobId)
  expect(encodeURIComponent(jobId)).toBe(jobId)
}

test('every job id is lawful for BullMQ and in a URL', () => {
  fc.assert(fc.property(origin, (from) => expectLawful(jobIdFor(from))))
  fc.assert(fc.property(fc.constant(null), () => expectLawful(randomJobId())))
})

test('the same request gives the same job id, and another one another', () => {
  fc.assert(
    fc.property(origin, origin, (one, other) => {
      expect(jobIdFor({ ...one })).toBe(jobIdFor(one))
      const isSame = JSON.stringify(one) === JSON.stringify(other)
      expect(jobIdFor(one) === jobIdFor(other)).toBe(isSame)
    }),
  )
})

test('parts of an origin cannot run into each other', () => {
  const rest = { platform: 'TIKTOK', position: 0 } as const
  expect(jobIdFor({ principal: 'a', key: 'b","c', ...rest })).not.toBe(
    jobIdFor({ principal: 'a","b', key: 'c', ...rest }),
  )
  expect(jobIdFor({ principal: 'ab', key: 'c', ...rest })).not.toBe(jobIdFor({ principal: 'a', key: 'bc', ...rest }))
})

test('job ids without a key do not repeat', () => {
  expect(new Set(Array.from({ length: 1_000 }, randomJobId)).size).toBe(1_000)
})

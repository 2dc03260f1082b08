import fc from 'fast-check'
import { MANY, PRIORITY, priorityOf } from '../../src/domain/urgency'

const urgency = { isTimed: false, wasQueued: false, othersAlike: 0 }

test('a post with an instant goes before a single one, and both before bulk', () => {
  const timed = priorityOf({ ...urgency, isTimed: true })
  const single = priorityOf(urgency)
  const bulk = priorityOf({ ...urgency, othersAlike: MANY })
  expect([timed, single, bulk]).toEqual([2, 3, 4])
})

test('what waited for the quota, or is one of many, is bulk, whatever instant it has', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.nat(200), (isTimed, wasQueued, othersAlike) => {
      const isBulk = priorityOf({ isTimed, wasQueued, othersAlike }) === PRIORITY.bulk
      expect(isBulk).toBe(wasQueued || othersAlike >= MANY)
    }),
  )
})

test('one video for every platform is no bulk', () => {
  expect(priorityOf({ ...urgency, othersAlike: 2 })).toBe(PRIORITY.single)
})

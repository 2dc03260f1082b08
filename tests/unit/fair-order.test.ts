import fc from 'fast-check'
import { fairOrder, type Waiting } from '../../src/domain/fair-order'

/** Every wait began before it. */
const NOW_MS = 1_000

const job = fc.record({ user: fc.nat(6), queuedAtMs: fc.nat(NOW_MS - 1) })

/** Who waits, and when users were served before: never two of them at one instant. */
const hall = fc
  .record({
    jobs: fc.array(job, { maxLength: 40 }),
    served: fc.uniqueArray(fc.nat(NOW_MS - 1), { minLength: 7, maxLength: 7 }),
    isNew: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
  })
  .map(({ jobs, served, isNew }) => ({
    waiting: jobs.map(({ user, queuedAtMs }, index): Waiting => ({
      jobId: `job-${index}`,
      userId: `user-${user}`,
      queuedAtMs,
    })),
    lastServedAtMs: new Map<string, number>(
      served.flatMap((atMs, user) => (isNew[user] ? [] : [[`user-${user}`, atMs] as const])),
    ),
  }))

const idsOf = (jobs: Waiting[]) => jobs.map(({ jobId }) => jobId)

const jobsOf = (userId: string, count: number, queuedAtMs: number): Waiting[] =>
  Array.from({ length: count }, (_, index) => ({ jobId: `${userId}-${index}`, userId, queuedAtMs }))

test('every waiting job has one place in the order, whatever order they are told in', () => {
  fc.assert(
    fc.property(hall, fc.nat(), ({ waiting, lastServedAtMs }, turn) => {
      const order = idsOf(fairOrder(waiting, lastServedAtMs))
      expect([...order].sort()).toEqual(idsOf(waiting).sort())
      const cut = waiting.length === 0 ? 0 : turn % waiting.length
      expect(idsOf(fairOrder([...waiting.slice(cut), ...waiting.slice(0, cut)], lastServedAtMs))).toEqual(order)
    }),
  )
})

test('nobody gets a place more before everyone else who waits has had as many', () => {
  fc.assert(
    fc.property(hall, ({ waiting, lastServedAtMs }) => {
      const left = new Map<string, number>()
      for (const { userId } of waiting) left.set(userId, (left.get(userId) ?? 0) + 1)
      const had = new Map<string, number>()
      for (const { userId } of fairOrder(waiting, lastServedAtMs)) {
        const mine = had.get(userId) ?? 0
        for (const [other, count] of left) expect(had.get(other) ?? 0).toBeGreaterThanOrEqual(Math.min(mine, count))
        had.set(userId, mine + 1)
      }
    }),
  )
})

test("a user's own jobs go out in the order in which they came", () => {
  fc.assert(
    fc.property(hall, ({ waiting, lastServedAtMs }) => {
      const seenMs = new Map<string, number>()
      for (const { userId, queuedAtMs } of fairOrder(waiting, lastServedAtMs)) {
        expect(queuedAtMs).toBeGreaterThanOrEqual(seenMs.get(userId) ?? 0)
        seenMs.set(userId, queuedAtMs)
      }
    }),
  )
})

test("one user's hundred jobs delay another user's single one by one place at most", () => {
  fc.assert(
    fc.property(hall, fc.nat(NOW_MS - 1), fc.nat(NOW_MS - 1), (others, hundredAtMs, singleAtMs) => {
      const single = jobsOf('single', 1, singleAtMs)
      const placeAmong = (jobs: Waiting[]) =>
        idsOf(fairOrder([...others.waiting, ...single, ...jobs], others.lastServedAtMs)).indexOf('single-0')
      expect(placeAmong(jobsOf('hundred', 100, hundredAtMs)) - placeAmong([])).toBeLessThanOrEqual(1)
    }),
  )
})

test('the order does not change by being served, however many are served before it is asked for again', () => {
  fc.assert(
    fc.property(hall, fc.nat(40), ({ waiting, lastServedAtMs }, count) => {
      const order = fairOrder(waiting, lastServedAtMs)
      const served = order.slice(0, count)
      const after = new Map([
        ...lastServedAtMs,
        ...served.map(({ userId }, index): [string, number] => [userId, NOW_MS + index]),
      ])
      const left = waiting.filter((one) => !served.includes(one))
      expect(idsOf(fairOrder(left, after))).toEqual(idsOf(order.slice(count)))
    }),
  )
})

test('with new users coming for ever, everyone is served once the others who wait were served once', () => {
  fc.assert(
    fc.property(hall, ({ waiting, lastServedAtMs }) => {
      let hallNow = waiting
      const served = new Map(lastServedAtMs)
      /** How many may still be served before each user who waits: those who waited when it began to. */
      const patience = new Map<string, number>()
      const users = () => new Set(hallNow.map(({ userId }) => userId))
      for (let step = 0; step < 120 && hallNow.length > 0; step++) {
        const nowMs = NOW_MS + 2 * step
        hallNow = [...hallNow, ...jobsOf(`newcomer-${step}`, 1 + (step % 3), nowMs)]
        for (const userId of users()) if (!patience.has(userId)) patience.set(userId, users().size)
        const [next] = fairOrder(hallNow, served)
        if (!next) throw new Error('nobody was served')
        expect(patience.get(next.userId)).toBeGreaterThan(0)
        for (const [userId, left] of patience) patience.set(userId, left - 1)
        for (const [, left] of patience) expect(left).toBeGreaterThanOrEqual(0)
        patience.delete(next.userId)
        served.set(next.userId, nowMs + 1)
        hallNow = hallNow.filter((one) => one !== next)
      }
    }),
    { numRuns: 30 },
  )
})

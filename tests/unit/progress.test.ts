import { createProgress } from '../../src/activities/progress'

beforeEach(() => jest.useFakeTimers({ now: 0 }).advanceTimersByTime(10_000))
afterEach(() => jest.useRealTimers())

/** A row whose writes end when the test says so. */
function slowRow() {
  const writes: { bytes: number; end(): void }[] = []
  const store = (bytes: number) => new Promise<void>((resolve) => writes.push({ bytes, end: resolve }))
  return { writes, store, stored: () => writes.map((write) => write.bytes) }
}

test('every count reaches the heartbeat, and the row gets one a second', () => {
  const beats: number[] = []
  const stored: number[] = []
  const progress = createProgress(
    (bytes) => beats.push(bytes),
    (bytes) => Promise.resolve(void stored.push(bytes)),
  )
  const counts = Array.from({ length: 100 }, (_, index) => index + 1)
  for (const count of counts) progress.report(count)
  expect(beats).toEqual(counts)
  expect(stored).toEqual([1])
})

test('a slow database is never written to twice at once', async () => {
  const row = slowRow()
  const progress = createProgress(() => {}, row.store)
  progress.report(1)
  jest.advanceTimersByTime(5_000)
  progress.report(2)
  expect(row.stored()).toEqual([1])
  row.writes[0]?.end()
  await Promise.resolve().then(() => Promise.resolve())
  const settled = progress.settled()
  await jest.advanceTimersByTimeAsync(0)
  row.writes[1]?.end()
  await settled
  expect(row.stored()).toEqual([1, 2])
})

test('the last count is in the row when the step ends, and is written once', async () => {
  const stored: number[] = []
  const progress = createProgress(
    () => {},
    (bytes) => Promise.resolve(void stored.push(bytes)),
  )
  progress.report(1)
  progress.report(2)
  await progress.settled()
  await progress.settled()
  expect(stored).toEqual([1, 2])
})

test('a count that cannot be stored fails no transfer', async () => {
  const progress = createProgress(
    () => {},
    () => Promise.reject(new Error('no database')),
  )
  progress.report(1)
  progress.report(2)
  await expect(progress.settled()).resolves.toBeUndefined()
})

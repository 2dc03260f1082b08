import { fuzzKeys, replenish } from '../fuzz/seed'
import { runFuzz } from '../fuzz/run-fuzz'
import { startTestApi } from '../support/api'

const SEED = 20_261_123

test('generated requests, right and wrong ones, are answered as documented, and never by a fault of ours', async () => {
  const api = await startTestApi()
  try {
    const keys = await fuzzKeys(api.prisma)
    const { breaches, statuses } = await runFuzz({
      url: api.url,
      keys,
      replenish: (pool) => replenish(api.prisma, pool),
      seed: SEED,
      requests: 120,
      maxAnswerMs: 30_000,
    })
    expect(breaches).toEqual([])
    const answered = [...statuses.values()].flatMap((counts) => [...counts.keys()])
    expect(answered).toEqual(expect.arrayContaining([200, 401, 403, 404, 422]))
  } finally {
    await api.close()
  }
})

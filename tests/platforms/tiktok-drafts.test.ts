import { until } from '../support/until'
import { openBench, problemOf, type Bench } from './bench'
import { tiktokBench, type TikTokBench } from './tiktok-bench'

const DRAFT = { options: { postMode: 'MEDIA_UPLOAD' } }

describe.each(['FILE_UPLOAD', 'PULL_FROM_URL'] as const)('an inbox draft by %s', (source) => {
  let bench: Bench
  let on: TikTokBench

  beforeAll(async () => {
    bench = await openBench({ source })
    on = tiktokBench(bench)
  })
  afterAll(() => on.stop())
  beforeEach(async () => {
    await bench.reset()
    await bench.setSettings('TIKTOK', { localPulls: true, verifiedUrls: ['127.0.0.1'] })
  })

  const verdictOf = async (probe: () => Promise<{ verdict: string }>) => {
    const { verdict } = await probe()
    if (verdict === 'processing') await bench.advance(5)
    return verdict !== 'processing' && verdict
  }

  test('is handed over to the user, and makes no post', async () => {
    const { commit, probe } = await on.prepared(DRAFT)
    expect(await commit()).toMatchObject({ outcome: 'accepted' })
    expect(await until(() => verdictOf(probe))).toBe('handed-over')
    expect(await bench.posts('TIKTOK')).toEqual([])
    expect(await bench.requests('TIKTOK', 'video.init')).toEqual([])
  })

  test('stays handed over once the user has made a post of it', async () => {
    const { task, commit, probe } = await on.prepared(DRAFT)
    await commit()
    await until(() => verdictOf(probe))
    await bench.act('TIKTOK', 'finish-draft', { publishId: task.reference.publishId, title: 'By hand' })
    await bench.advance(5)
    expect(await probe()).toEqual({ verdict: 'handed-over' })
    expect(await bench.posts('TIKTOK')).toMatchObject([{ caption: 'By hand' }])
  })

  test('needs no other permission than the one for drafts', async () => {
    const { commit, probe } = await on.prepared({ ...DRAFT, profile: { scopes: ['video.upload'] } })
    await commit()
    expect(await until(() => verdictOf(probe))).toBe('handed-over')
  })

  test('waits a day where five lie in the inbox', async () => {
    const { task } = await on.prepared(DRAFT)
    const open = async () => {
      const { reference } = await on.tiktok.prepare(task)
      return on.tiktok.commit({ ...task, reference, sendBeforeMs: Infinity }, () => {})
    }
    // The first upload of all opened a task by its own prepare.
    for (let draft = source === 'FILE_UPLOAD' ? 1 : 0; draft < 5; draft++) await open()
    const problem = await problemOf(open())
    expect(problem).toMatchObject({ code: 'draft-cap', category: 'rate-limited' })
    expect((problem.untilMs ?? 0) - Date.now()).toBeGreaterThan(86_000_000)
  })
})

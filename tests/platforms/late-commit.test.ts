import { startMemorySource, type MemorySource } from '../support/memory-source'
import { openBench, problemOf, type Bench } from './bench'
import { tiktokBench } from './tiktok-bench'
import { draft as youtubeDraft } from './youtube-upload'

const SEND_WINDOW_S = 10

let bench: Bench
let source: MemorySource

beforeAll(async () => {
  bench = await openBench()
  source = await startMemorySource(100_000)
})

beforeEach(() => bench.reset())

afterAll(() => Promise.all([bench.stop(), source.stop()]))

test.each(['TIKTOK', 'YOUTUBE'] as const)(
  'a commit to %s whose bytes came too late is not sent, since it may be judged as never sent by then',
  async (platform) => {
    const publisher = bench.publishers[platform]
    const base = {
      account: await bench.account(platform),
      draft: platform === 'TIKTOK' ? tiktokBench(bench).draft() : youtubeDraft,
      source,
      image: () => Promise.reject(new Error('no image is named')),
      signal: new AbortController().signal,
    }
    const { reference } = await publisher.prepare(base)
    const slow: MemorySource = {
      ...source,
      async read(first, last, signal) {
        await bench.advance(SEND_WINDOW_S + 1)
        return source.read(first, last, signal)
      },
    }
    const sendBeforeMs = Date.now() + 1_000 * SEND_WINDOW_S
    const late = publisher.commit({ ...base, reference, source: slow, sendBeforeMs }, () => {})
    expect(await problemOf(late)).toMatchObject({ code: 'commit-too-late' })
    expect(await bench.posts(platform)).toEqual([])
  },
)

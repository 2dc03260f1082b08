import type { PostReport } from '../../src/domain/ports/platform'
import { aProblem, openJobTable, START_MS, type JobTable } from '../support/job-table'

const HOUR_MS = 3_600_000

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})
afterAll(() => table.close())
afterEach(() => table.clock.moveTo(START_MS))

let posts = 0
const aPost = (change: Partial<PostReport> = {}): PostReport => {
  const id = `post-${posts++}`
  return {
    platformPostId: id,
    provisionalId: `task-${id}`,
    url: `https://posts.example/${id}`,
    complete: true,
    warnings: [],
    ...change,
  }
}

const postsOf = (job: { rowId: string }) => table.prisma.publishedPost.findMany({ where: { publishJobId: job.rowId } })

describe('a post', () => {
  test('is recorded with its job in one step', async () => {
    const job = await table.addJob('processing', { errorCode: 'spam', errorMessage: 'Earlier.', waitReason: 'spam' })
    const post = aPost({ visibility: 'public' })
    await table.rows.recordPost(job.run, post)
    expect(await postsOf(job)).toMatchObject([
      {
        platformPostId: post.platformPostId,
        platformPostIdProvisional: false,
        caption: 'A caption',
        url: post.url,
        visibility: 'public',
        publishedAt: new Date(START_MS),
      },
    ])
    expect(await table.row(job)).toMatchObject({
      status: 'COMPLETED',
      phase: 'published',
      commitVerdict: 'published',
      completedAt: new Date(START_MS),
      errorCode: null,
      errorMessage: null,
      waitReason: null,
      waitUntil: null,
    })
  })

  test('that is recorded again, at once or later, is one post', async () => {
    const job = await table.addJob('processing')
    const post = aPost()
    await Promise.all([table.rows.recordPost(job.run, post), table.rows.recordPost(job.run, post)])
    const before = await table.row(job)
    table.clock.moveTo(START_MS + HOUR_MS)
    await table.rows.recordPost(job.run, post)
    expect(await postsOf(job)).toHaveLength(1)
    expect(await table.row(job)).toEqual(before)
  })

  test('that was recorded is not replaced by another', async () => {
    const job = await table.addJob('processing')
    const first = aPost()
    await table.rows.recordPost(job.run, first)
    await table.rows.recordPost(job.run, aPost())
    expect(await postsOf(job)).toMatchObject([{ platformPostId: first.platformPostId }])
  })

  test('that is found under the id of another job ends its job without taking that id', async () => {
    const [first, second] = [await table.addJob('processing'), await table.addJob('processing')]
    const post = aPost()
    await table.rows.recordPost(first.run, post)
    await table.rows.recordPost(second.run, { ...post, provisionalId: 'task-of-the-second' })
    expect(await postsOf(first)).toMatchObject([{ platformPostId: post.platformPostId, url: post.url }])
    expect(await postsOf(second)).toMatchObject([
      { platformPostId: 'task-of-the-second', platformPostIdProvisional: true, url: null },
    ])
    expect(await table.row(second)).toMatchObject({ phase: 'published' })
  })

  test('without a public id stands under its provisional one until the id is learnt', async () => {
    const job = await table.addJob('processing')
    const post = aPost({ platformPostId: null })
    await table.rows.recordPost(job.run, post)
    expect(await postsOf(job)).toMatchObject([{ platformPostId: post.provisionalId, platformPostIdProvisional: true }])
    await table.rows.enrichPost(job.run, { ...post, platformPostId: 'learnt-id' })
    expect(await postsOf(job)).toMatchObject([
      { platformPostId: 'learnt-id', platformPostIdProvisional: false, url: post.url },
    ])
  })
})

test('an enrichment never takes the id of another post', async () => {
  const [first, second] = [await table.addJob('processing'), await table.addJob('processing')]
  const [known, unknown] = [aPost(), aPost({ platformPostId: null })]
  await table.rows.recordPost(first.run, known)
  await table.rows.recordPost(second.run, unknown)
  await table.rows.enrichPost(second.run, {
    ...unknown,
    platformPostId: known.platformPostId,
    url: 'https://posts.example/new',
  })
  expect(await postsOf(second)).toMatchObject([
    { platformPostId: unknown.provisionalId, platformPostIdProvisional: true },
  ])
})

test('what is wrong with a post is told with its job, and only as long as it holds', async () => {
  const job = await table.addJob('processing')
  const warning = { code: 'visibility-differs', message: 'It is private.', remedy: 'Look at the account.' }
  await table.rows.recordPost(job.run, aPost({ warnings: [warning] }))
  expect(await table.row(job)).toMatchObject({ phase: 'published', warnings: [warning] })
  await table.rows.enrichPost(job.run, aPost())
  expect(await table.row(job)).toMatchObject({ phase: 'published', warnings: [] })
})

test('a video that was handed over completes its job without a post', async () => {
  const job = await table.addJob('processing')
  await table.rows.recordHandedOver(job.run)
  expect(await table.row(job)).toMatchObject({
    status: 'COMPLETED',
    phase: 'handed-over',
    commitVerdict: 'handed-over',
  })
  expect(await postsOf(job)).toEqual([])
})

describe('while a commit has no verdict', () => {
  test.each(['committing', 'processing', 'unconfirmed'] as const)(
    'a job that is %s neither fails nor parks',
    async (phase) => {
      const job = await table.addJob(phase)
      const before = await table.row(job)
      await table.rows.fail(job.run, aProblem(), false)
      await table.rows.park(job.run, 'cooling-down', START_MS + HOUR_MS, aProblem({ category: 'rate-limited' }))
      expect(await table.row(job)).toEqual(before)
    },
  )

  test("the platform's own no is the verdict, and fails the job", async () => {
    const job = await table.addJob('processing')
    await table.rows.fail(job.run, aProblem({ code: 'copyright' }), true)
    expect(await table.row(job)).toMatchObject({
      status: 'FAILED',
      phase: 'failed',
      commitVerdict: 'refused',
      errorCode: 'copyright',
      errorMessage: 'A sentence. A remedy.',
    })
  })

  test('the job may be unconfirmed; after a verdict it may not', async () => {
    const job = await table.addJob('processing')
    await table.rows.unconfirmed(job.run, START_MS + HOUR_MS, 'no answer')
    expect(await table.row(job)).toMatchObject({ phase: 'unconfirmed', status: 'DELAYED', waitReason: 'no answer' })
    await table.rows.recordPost(job.run, aPost())
    await table.rows.unconfirmed(job.run, START_MS + HOUR_MS, 'no answer')
    expect(await table.row(job)).toMatchObject({ phase: 'published' })
  })
})

test('a run of an older generation changes nothing but what was published', async () => {
  const job = await table.addJob('processing', { generation: 2, commitVerdict: 'not-published' })
  const before = await table.row(job)
  const old = { ...job.run, generation: 1 }
  await table.rows.fail(old, aProblem(), true)
  await table.rows.park(old, 'cooling-down', START_MS + HOUR_MS, aProblem())
  await table.rows.unconfirmed(old, START_MS + HOUR_MS, 'no answer')
  await table.rows.enter(old, 'processing')
  await table.rows.progress(old, 5)
  await table.rows.notPublished(old, 0)
  expect(await table.row(job)).toEqual(before)
})

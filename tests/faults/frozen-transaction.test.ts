import { createPrisma } from '../../src/database/prisma'
import { createRunRows } from '../../src/database/publish-jobs/run-rows'
import { type JobTable, openJobTable } from '../support/job-table'

let table: JobTable

beforeAll(async () => {
  table = await openJobTable()
})

afterAll(() => table.close())

test('a worker that freezes in the middle of a transaction does not hold the job for ever', async () => {
  const { run, jobId } = await table.addJob('committing')
  const frozen = createPrisma(table.url)
  let thaw = () => {}
  const isThawed = new Promise<void>((resolve) => (thaw = resolve))
  let holds = () => {}
  const isHeld = new Promise<void>((resolve) => (holds = resolve))
  const transaction = frozen.$transaction(
    async (tx) => {
      await tx.publishJob.update({ where: { jobId }, data: { bytesSent: 1 } })
      holds()
      await isThawed
    },
    { timeout: 60_000 },
  )
  const ended = expect(transaction).rejects.toThrow()
  await isHeld

  const identity = { platformPostId: 'post-1', provisionalId: 'post-1' }
  await createRunRows(table.prisma, table.clock, table.queue).recordPost(run, {
    ...identity,
    complete: true,
    warnings: [],
  })
  expect(await table.row({ jobId })).toMatchObject({ phase: 'published', bytesSent: 0n })
  thaw()
  await ended
  await frozen.$disconnect()
})

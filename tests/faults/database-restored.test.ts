import { dropDatabase } from '../../local/postgres/databases'
import { settleParts, settleRestore } from '../../src/bin/settle-restore'
import { createClient } from '../../src/temporal/connection'
import { openBackupFolder, type BackupFolder } from '../support/backups'
import { createHolds } from '../support/holds'
import { ROOMY } from '../support/limits'
import { onEveryPlatform, UPLOADING, WAITING } from '../support/moments'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { reconcilerOf } from '../support/reconciler'
import { trackJob, type TrackedJob } from '../support/tracked-job'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()
const holds = createHolds()
let world: PublisherWorld
let workers: RunningWorkers
let backups: BackupFolder

beforeEach(async () => {
  backups = openBackupFolder()
  // A call is held for as long as a backup takes.
  const patient = { REQUEST_TIMEOUT_MS: '60000', COMMIT_TIMEOUT_MS: '60000' }
  world = await openPublisherWorld({ RECONCILE_INTERVAL_MS: '400', ...patient, ...ROOMY }, holds.onCall)
  workers = await startWorkers(world)
})

afterEach(async () => {
  await workers.stop()
  await world.close()
  backups.remove()
})

/** Puts the database back while no worker is at work; then compares it with Temporal, as a worker does before it serves. */
async function putBack(file: string): Promise<Record<string, number> | null> {
  await workers.stop()
  await world.prisma.$disconnect()
  const { DATABASE_URL: url } = world.config
  await dropDatabase(url, String(await backups.restore(url, file, true)))
  const client = createClient(world.config)
  const counts = await settleRestore(settleParts(world.prisma, client, systemClock))
  await client.connection.close()
  workers = await startWorkers(world)
  return counts
}

const accept = ({ job }: TrackedJob, key: string) =>
  workers.hands.accept({
    principal: 'test',
    idempotency: { key, requestHash: 'hash', answer: { jobs: [] } },
    jobs: [job],
  })

test('a database that is put back to a backup publishes nothing again, and what nobody can know waits for a person', async () => {
  const scene = { world, workers, holds }
  const published = await onEveryPlatform((platform) => UPLOADING.bring(scene, platform))
  const waiting = await onEveryPlatform((platform) => WAITING.bring(scene, platform))
  const cancelled = await WAITING.bring(scene, 'YOUTUBE')
  const edited = await WAITING.bring(scene, 'TIKTOK')
  const unstarted = await trackJob(world, workers, 'INSTAGRAM')
  await accept(unstarted, 'unstarted')
  const { file } = await backups.make(world.config.DATABASE_URL)

  for (const job of published) await job.release()
  for (const job of published) await job.ended()
  await workers.hands.cancel(cancelled.job.jobId)
  await workers.gateway.notify(cancelled.job.jobId, 'cancel')
  await cancelled.ended()
  await workers.hands.edit(edited.job.jobId, { caption: 'as it was wanted last' })
  await workers.gateway.notify(edited.job.jobId, 'edit')
  const forgotten = await trackJob(world, workers, 'YOUTUBE')
  await accept(forgotten, 'forgotten')
  await workers.gateway.start({ ...forgotten.job, generation: 1 })
  await forgotten.ended()

  expect(await putBack(file)).toMatchObject({ published: 3, keep: 3, end: 1, hold: 2 })
  // The service sends again what it does not find.
  expect(await accept(forgotten, 'forgotten')).toMatchObject({ outcome: 'replayed' })
  for (const job of waiting) {
    await workers.hands.reschedule(job.job.jobId, null)
    await workers.gateway.notify(job.job.jobId, 'publishNow')
  }
  const reconcile = reconcilerOf(world, workers)
  for (const job of waiting) await job.ended(reconcile)

  for (const job of [...published, ...waiting]) {
    expect(await job.posts()).toHaveLength(1)
    expect(await job.row()).toMatchObject({ phase: 'published', status: 'COMPLETED' })
  }
  expect(await forgotten.posts()).toHaveLength(1)
  expect(await cancelled.row()).toMatchObject({ phase: 'failed', errorCode: 'ended-before-restore' })
  for (const job of [edited, unstarted])
    expect(await job.row()).toMatchObject({ phase: 'unconfirmed', errorCode: 'restored-from-backup' })
  for (const job of [cancelled, edited, unstarted]) expect(await job.posts()).toEqual([])

  // A person has looked, and has it published after all.
  expect(await workers.hands.resolve(unstarted.job.jobId, { live: false })).toMatchObject({ answer: 'resolved' })
  expect(await workers.hands.retry(unstarted.job.jobId, false)).toMatchObject({ answer: 'retried' })
  await unstarted.ended(reconcile)
  expect(await unstarted.posts()).toHaveLength(1)
})

test('a restore is settled once, and a worker that starts later changes nothing', async () => {
  const { file } = await backups.make(world.config.DATABASE_URL)
  expect(await putBack(file)).toMatchObject({ erased: 0 })
  expect(await settleRestore(settleParts(world.prisma, workers.client, systemClock))).toBeNull()
})

import { createJobHands } from '../../src/database/publish-jobs/job-hands'
import { pacificDay } from '../../src/domain/quota'
import { createClient } from '../../src/temporal/connection'
import { createGateway } from '../../src/temporal/gateway'
import { freePort } from '../../local/ports'
import { type Closable, openBlackHole, openWay } from '../support/network'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob } from '../support/tracked-job'
import { until } from '../support/until'
import { spawnWorker } from '../support/worker-process'
import { type RunningWorkers, startWorkers, systemClock } from '../support/workers'

silenceTemporal()

let world: PublisherWorld
let youtubePort: number
let way: Closable | undefined
let workers: RunningWorkers | undefined

beforeEach(async () => {
  youtubePort = await freePort()
  world = await openPublisherWorld({
    YOUTUBE_QUOTA_MODEL: 'upload-bucket',
    YOUTUBE_API_URL: `http://127.0.0.1:${youtubePort}/youtube`,
    RETRY_MAX_INTERVAL_MS: '200',
  })
})
afterEach(async () => {
  await workers?.stop()
  workers = undefined
  await way?.close()
  way = undefined
  await world.close()
})

const reachYouTube = async () => {
  way = await openWay(youtubePort, Number(new URL(world.config.GOOGLE_OAUTH_URL).port))
}

const states = async () => {
  const places = await world.prisma.quotaReservation.findMany({ select: { state: true } })
  return places.map(({ state }) => state)
}

/** What the ledger has counted, and what YouTube has. */
const uploads = async () => {
  const day = await world.prisma.youTubeQuota.findUniqueOrThrow({ where: { date: pacificDay(Date.now()) } })
  const charged = (await world.control('quota/youtube', undefined, 'GET')) as { uploads?: number }
  return { ledger: day.used, youtube: charged.uploads ?? 0 }
}

test('an outage of the network costs no upload: twenty requests that met no connection are given back', async () => {
  workers = await startWorkers(world)
  const job = await trackJob(world, workers, 'YOUTUBE')
  await job.start()
  await until(async () => (await job.row()).attempts.filter(({ step }) => step === 'prepare').length > 20)
  expect(await states()).toHaveLength(1)

  await reachYouTube()
  expect(await job.ended()).toMatchObject({ phase: 'published' })
  expect(await uploads()).toEqual({ ledger: 1, youtube: 1 })
  expect(await states()).toEqual(['SPENT'])
})

test('what a worker had spent when it died is counted, though its request never left; never is too little', async () => {
  const hole = await openBlackHole(youtubePort)
  const worker = spawnWorker(world)
  const client = createClient(world.config)
  const job = await trackJob(
    world,
    {
      client,
      async publish(accepted) {
        const hands = createJobHands(world.prisma, systemClock)
        await hands.accept({ principal: 'test', idempotency: null, jobs: [accepted] })
        await createGateway(client).start({ ...accepted, generation: 1 })
      },
    },
    'YOUTUBE',
  )
  await job.start()
  await until(async () => (await states()).includes('SPENT'))
  await worker.kill()
  await hole.close()
  await reachYouTube()

  workers = await startWorkers(world)
  expect(await job.ended()).toMatchObject({ phase: 'published' })
  expect(await uploads()).toEqual({ ledger: 2, youtube: 1 })
  expect(await states()).toEqual(['SPENT', 'SPENT'])
  await client.connection.close()
})

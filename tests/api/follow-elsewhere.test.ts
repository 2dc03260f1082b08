import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createCreator, startTestApi, type TestApi } from '../support/api'
import { apiEnv } from '../support/api-env'
import { openEventStream } from '../support/event-stream'
import { programFile } from '../support/program'
import { until } from '../support/until'

let api: TestApi

beforeAll(async () => {
  api = await startTestApi()
})
afterAll(() => api.close())

test('a process that is told to stop ends its streams and goes, and another tells what came after', async () => {
  const child = spawn(process.execPath, [programFile('src/bin/api')], {
    env: { PATH: process.env.PATH, ...apiEnv(await databaseUrlOf(api)) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  try {
    let output = ''
    child.stdout.on('data', (text: Buffer) => (output += text.toString()))
    const url = await until(() => Promise.resolve(/"url":"(http[^"]+)"/.exec(output)?.[1]))
    const headers = { authorization: `Bearer ${await api.newKey(['read'])}` }
    const data = { jobId: 'publish-followed', ...(await createCreator(api.prisma)), platform: 'YOUTUBE' as const }
    await api.prisma.publishJob.create({ data: { ...data, caption: '' } })
    const path = `/v1/publish-jobs/${data.jobId}/events`
    const move = (phase: string) =>
      api.prisma.publishJob.update({ where: { jobId: data.jobId }, data: { phase, status: 'ACTIVE' } })

    const stream = await openEventStream(url + path, headers)
    await stream.reach(1)
    await move('preparing')
    await stream.reach(2)
    child.kill('SIGTERM')
    await stream.ended
    expect(await gone).toEqual([0, null])

    await move('uploading')
    await move('committing')
    const resumed = await openEventStream(api.url + path, { ...headers, 'last-event-id': stream.lastId() })
    await resumed.reach(2)
    resumed.leave()
    const phases = [...stream.states(), ...resumed.states()].map(({ phase }) => phase)
    expect(phases).toEqual(['accepted', 'preparing', 'uploading', 'committing'])
  } finally {
    child.kill('SIGKILL')
  }
})

/** Of the database that the API is over. */
async function databaseUrlOf({ prisma }: TestApi): Promise<string> {
  const [row] = await prisma.$queryRaw<{ name: string }[]>`SELECT current_database() AS name`
  const url = new URL(process.env.DATABASE_URL ?? '')
  url.pathname = `/${row?.name}`
  return url.toString()
}

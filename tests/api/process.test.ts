import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { apiEnv } from '../support/api-env'
import { createTestDatabase } from '../support/database'
import type { TestDatabase } from '../support/database'
import { programFile } from '../support/program'

let database: TestDatabase
let child: ChildProcess | undefined

beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(() => {
  child?.kill('SIGKILL')
})
afterAll(() => database.drop())

function startApi(
  env: NodeJS.ProcessEnv,
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const { PATH } = process.env
  const started = spawn(process.execPath, [programFile('src/bin/api')], { env: { PATH, ...env } })
  child = started
  return started
}

const exit = (process: ChildProcess) => new Promise<number | null>((resolve) => process.once('exit', resolve))

/** Resolves with the URL that the process says it listens on. */
async function listening(stdout: NodeJS.ReadableStream): Promise<string> {
  let output = ''
  for await (const chunk of stdout) {
    output += String(chunk)
    const url = /"url":"(http[^"]+)"/.exec(output)?.[1]
    if (url) return url
  }
  throw new Error(`The API ended without listening: ${output}`)
}

test('a faulty configuration stops the process at once, with every fault named and no value told', async () => {
  const { TEMPORAL_ADDRESS: _absent, ...rest } = apiEnv(database.url)
  const api = startApi({ ...rest, R2_ENDPOINT: 'r2.example', API_PORT: 'often-said' })

  const [output, code] = await Promise.all([text(api.stderr), exit(api)])

  expect(code).toBe(1)
  expect(output).toContain('The configuration has 3 faults')
  expect(output).toContain('TEMPORAL_ADDRESS is missing')
  expect(output).toContain('R2_ENDPOINT must be an http or https URL')
  expect(output).toContain('API_PORT')
  expect(output).not.toContain('often-said')
})

test('a taken port is one clear sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  const api = startApi({ ...apiEnv(database.url), API_PORT: String(port) })

  const [output, code] = await Promise.all([text(api.stderr), exit(api)])
  holder.close()

  expect(code).toBe(1)
  expect(output).toContain(
    `Port ${port} on 127.0.0.1 is taken: stop what listens there, or set API_PORT to a free port.\n`,
  )
})

test('with Temporal and R2 down it takes requests and says so; told to stop, it ends cleanly', async () => {
  const api = startApi(apiEnv(database.url))
  const url = await listening(api.stdout)

  const readiness = await fetch(`${url}/readyz`)
  expect(readiness.status).toBe(200)
  const status = 'degraded'
  expect(await readiness.json()).toEqual({
    status,
    dependencies: { database: 'up', temporal: 'down', storage: 'down' },
  })
  expect((await fetch(`${url}/healthz`)).status).toBe(200)

  api.kill('SIGTERM')
  expect(await exit(api)).toBe(0)
})

import path from 'node:path'
import { layOutApp } from './compose/app-image'
import { Checkout } from './compose/checkout'
import { answers } from './compose/listeners'
import { type NativePlace, nativePlace, portOf } from './compose/native'
import { NativeStack } from './compose/native-stack'
import { LocalFailure } from './failure'
import { interruption } from './interrupt'
import { runFolderOf } from './paths'
import { startPostgres } from './postgres/server'
import { faultsOf } from './sample/oracle'
import { publishSample } from './sample/publish-sample'
import type { StackInfo } from './stack/info'
import { platformEnv } from './stack/platform-env'
import { prepareDatabase } from './stack/prepare'
import { stackSecrets } from './stack/secrets'
import { startPlatforms } from './stack/server-child'
import { settleAll } from './supervisor/settle-all'
import { say } from './terminal'
import { makeTestFolder } from './test-folder'

/**
 * `npm run test:compose`: runs the processes of docker-compose.yml on this machine, in the file's order and with its own
 * commands, scripts and settings; publishes, restarts a worker in mid-publish, and stops everything within its graces.
 * @returns 0 only if all of it went as it must
 */
export async function main(): Promise<number> {
  const signal = interruption()
  const place = await nativePlace(await makeTestFolder())
  const runFolder = runFolderOf(place.folder)
  const checkout = new Checkout(place)
  expectToBeTold(checkout.makeSettings(), ['API_PUBLIC_URL', 'google_client_secret'])

  const data = { folder: path.join(place.folder, 'postgres'), port: portOf(place, '5432'), database: 'publisher' }
  const postgres = await startPostgres({ ...data, runFolder, durable: true, signal })
  const sandbox = await startPlatforms({ dataDir: path.join(place.folder, 'sandbox'), port: 0 }, { runFolder, signal })
  checkout.fillIn(postgres.url)
  expectToBeTold(checkout.makeSettings(), [])
  const platforms = Object.entries(platformEnv(sandbox)).filter(([name]) => name.endsWith('_URL'))
  const env = Object.fromEntries(platforms)
  const stack = new NativeStack({
    file: checkout.composeFile(),
    place,
    appFolder: layOutApp(path.join(place.folder, 'app')),
    provided: ['postgres'],
    env: { worker: env, api: env },
    signal,
  })
  try {
    await Promise.all(['temporal-ui', 'worker', 'api'].map((name) => stack.up(name)))
    const info = describe(place, checkout, postgres.url, sandbox.url)
    await prepareDatabase(info.env, info.apiKey, signal)
    const faults = [...(await publishOverRestart(stack, info, signal)), ...(await lookAround(place))]
    for (const instance of [...stack.running].reverse()) await stack.stop(instance)
    for (const fault of faults) console.log(fault)
    return faults.length > 0 ? 1 : 0
  } finally {
    await stack.abandon()
    await sandbox.stop()
    await postgres.stop()
  }
}

/** @throws LocalFailure where the script does not name exactly what an operator has to do */
function expectToBeTold(said: string[], names: string[]): void {
  for (const line of said) say(line)
  const silent = names.filter((name) => !said.some((line) => line.includes(name)))
  if (silent.length > 0) throw new LocalFailure(`deploy/settings.sh does not say that ${silent.join(', ')} is missing.`)
  if (names.length === 0 && said.length > 0) throw new LocalFailure('deploy/settings.sh still finds something missing.')
}

function describe(place: NativePlace, checkout: Checkout, databaseUrl: string, sandboxUrl: string): StackInfo {
  const { apiKey } = stackSecrets(place.folder)
  const api = `http://127.0.0.1:${portOf(place, '3000')}`
  const webUi = `http://127.0.0.1:${portOf(place, '8080')}`
  return {
    pid: process.pid,
    urls: { api, docs: `${api}/docs`, webUi, r2: `http://127.0.0.1:${portOf(place, '7070')}`, sandbox: sandboxUrl },
    ports: {},
    pids: {},
    databaseUrl,
    apiKey,
    env: { DATABASE_URL: databaseUrl, TOKEN_KEYS: checkout.secret('token_keys'), SANDBOX_URL: sandboxUrl },
  }
}

/** Of two workers the first is stopped while a publish goes on. @returns what the sandbox finds wrong */
async function publishOverRestart(stack: NativeStack, info: StackInfo, signal: AbortSignal): Promise<string[]> {
  const [first] = stack.running.filter(({ name }) => name.startsWith('worker'))
  if (!first) throw new Error('There is no worker')
  await stack.start('worker')
  const [publication] = await settleAll([publishSample(info, signal), stack.stop(first)])
  await stack.start('worker')
  return faultsOf(publication, info)
}

/** What an operator finds at the published addresses. @returns a sentence for everything that is not as it must be */
async function lookAround(place: NativePlace): Promise<string[]> {
  const pages = [
    { port: '3000', path: '/openapi.json', holds: '/v1/publish-jobs' },
    { port: '8080', path: '/api/v1/settings', holds: '"publisher"' },
    { port: '8080', path: '/api/v1/namespaces/publisher', holds: '2592000s' },
  ]
  const texts = await Promise.all(pages.map(({ port, path }) => answers(portOf(place, port), path)))
  return pages.flatMap(({ path, holds }, index) =>
    texts[index]?.includes(holds) ? [] : [`${path} says nothing of ${holds}.`],
  )
}

import path from 'node:path'
import { Checkout } from './compose/checkout'
import { nativePlace, portOf } from './compose/native'
import { NativeStack } from './compose/native-stack'
import { interruption } from './interrupt'
import { startPostgres } from './postgres/server'
import { main as runTests } from './test'
import { makeTestFolder } from './test-folder'
import { NAMESPACES, TEST_CONNECTIONS } from './test-servers'

/** These stop a development server of their own and exchange its data: they would tell nothing of another. */
const OWN_DEV_SERVER = 'tests/faults/(restore|temporal-down)'

/** What talks to Temporal. */
const TESTS = ['tests/integration', 'tests/faults', 'tests/replay', 'tests/ops', 'tests/security/leak']
const STANDARD = [...TESTS, '--testPathIgnorePatterns', OWN_DEV_SERVER]

/** The pools of Temporal's four roles. */
const TEMPORAL_CONNECTIONS = 150

/**
 * `npm run test:temporal-server [-- <jest's arguments>]`: the tests on the Temporal server, the schema and the namespaces of
 * docker-compose.yml, all on one PostgreSQL; with `TEMPORAL_ADDRESS` on that server, which gets the namespaces.
 * @returns jest's exit code
 */
export async function main(args: string[]): Promise<number> {
  const signal = interruption()
  const place = await nativePlace(await makeTestFolder())
  const postgres = await startPostgres({
    folder: path.join(place.folder, 'postgres'),
    runFolder: path.join(place.folder, 'run'),
    port: portOf(place, '5432'),
    database: 'publisher',
    durable: false,
    maxConnections: TEST_CONNECTIONS + TEMPORAL_CONNECTIONS,
    signal,
  })
  const checkout = new Checkout(place)
  checkout.makeSettings()
  checkout.fillIn(postgres.url)
  const provided = ['postgres', ...(process.env.TEMPORAL_ADDRESS ? ['temporal'] : [])]
  const stack = new NativeStack({
    file: checkout.composeFile(),
    place,
    appFolder: place.folder,
    provided,
    signal,
  })
  try {
    const TEMPORAL_ADDRESS = process.env.TEMPORAL_ADDRESS || `127.0.0.1:${portOf(place, '7233')}`
    await stack.up('temporal')
    for (const TEMPORAL_NAMESPACE of NAMESPACES)
      await stack.runJob('temporal-namespace', { TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE })
    Object.assign(process.env, {
      TEMPORAL_ADDRESS,
      TEST_NAMESPACES: NAMESPACES.join(','),
      DATABASE_URL: postgres.url,
    })
    return await runTests(args.length > 0 ? args : STANDARD)
  } finally {
    await stack.abandon()
    await postgres.stop()
  }
}

import { DefaultLogger, Runtime } from '@temporalio/worker'
import { openObjectStore } from '../../../src/bin/object-store'
import { parseConfig } from '../../../src/config'
import { createPrisma } from '../../../src/database/prisma'
import { startWorkers } from '../../support/workers'

/** A worker that has loaded all its code and begins to work when its parent says so. */
const config = parseConfig(process.env)

process.once('message', () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  const parts = { config, prisma: createPrisma(config.DATABASE_URL), store: openObjectStore(config) }
  startWorkers(parts).then(
    () => process.send?.('working'),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.once('disconnect', () => process.exit())
process.send?.('ready')

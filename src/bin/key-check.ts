import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError, type Config } from '../config'
import { rowsOfOtherKeys } from '../database/key-usage'
import type { PrismaClient } from '../database/prisma'
import type { Logger } from '../observability/logger'
import { parseKeyRing } from '../security/key-ring'

/** A database that takes longer to answer keeps nobody from starting. */
const PATIENCE_MS = 5_000

/**
 * Looks whether TOKEN_KEYS can read what is stored, before anything is changed.
 * @throws ConfigError naming each key that stored rows need and the ring lacks
 */
export async function checkKeys({ TOKEN_KEYS }: Pick<Config, 'TOKEN_KEYS'>, prisma: PrismaClient, logger: Logger) {
  const keyIds = parseKeyRing(TOKEN_KEYS).map(({ id }) => id)
  const faults = await Promise.race([faultsOf(prisma, keyIds), tooLate()]).catch((error: unknown) => {
    // A database that is down or not migrated yet is told by whoever needs it: worker and API start without it.
    logger.warn({ error: String(error) }, 'whether TOKEN_KEYS has the keys of all that is stored was not checked')
    return []
  })
  if (faults.length > 0) throw new ConfigError(faults)
}

async function faultsOf(prisma: PrismaClient, keyIds: string[]): Promise<string[]> {
  const lacking = await rowsOfOtherKeys(prisma, keyIds)
  return [...new Set(lacking.map(({ keyId }) => keyId))].map((keyId) => {
    const places = lacking.filter((used) => used.keyId === keyId).map(({ rows, column }) => `${rows} rows of ${column}`)
    return `TOKEN_KEYS lacks the key ${keyId}, which ${places.join(', ')} need: put it back; it may be dropped once "npm run keys:rotate" says so`
  })
}

const tooLate = (): Promise<never> =>
  pause(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new Error(`The database has not answered in ${PATIENCE_MS} ms`)
  })

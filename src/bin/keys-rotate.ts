import { setTimeout as pause } from 'node:timers/promises'
import { parseKeysConfig } from '../config'
import { ENCRYPTED, nameOf, type EncryptedColumn } from '../database/encrypted-columns'
import { rotateColumn, type Rotation } from '../database/key-rotation'
import { keyUsage, type KeyUsage } from '../database/key-usage'
import { createPrisma, type PrismaClient } from '../database/prisma'
import type { TokenCipher } from '../domain/ports/token-cipher'
import { parseKeyRing } from '../security/key-ring'
import { createTokenCipher } from '../security/token-cipher'
import { tellOperator, UsageError } from './exit'
import { describeUsage } from './key-report'
import { optionsOf } from './options'

/** Until a row that somebody held is looked at again. */
const PASS_PAUSE_MS = 500

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const figure = (value: number): string => value.toLocaleString('en')

/**
 * `npm run keys:rotate [-- --batch <rows>] [--dry-run]`: encrypts everything that is stored with the first key of
 * TOKEN_KEYS, beside the running service. Stopped, it goes on where it was when it is run again.
 * @returns the exit code: 1 where something is left under another key
 */
export async function main(args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  try {
    const { batch, ...flags } = optionsOf(args, {
      batch: { type: 'string', default: '500' },
      'dry-run': { type: 'boolean', default: false },
    })
    if (!/^[1-9]\d{0,3}$/.test(batch)) throw new UsageError('--batch takes a number of rows from 1 to 9999')
    const { DATABASE_URL, TOKEN_KEYS } = parseKeysConfig(env)
    const prisma = createPrisma(DATABASE_URL)
    try {
      const rotate = () => rotateAll(prisma, TOKEN_KEYS, Number(batch))
      return await (flags['dry-run'] ? report(prisma, TOKEN_KEYS).then(() => 0) : rotate())
    } finally {
      await prisma.$disconnect()
    }
  } catch (error) {
    tellOperator(error)
    return 1
  }
}

async function rotateAll(prisma: PrismaClient, ring: string, batchSize: number): Promise<number> {
  const rotation = { keyId: parseKeyRing(ring)[0].id, batchSize }
  const cipher = createTokenCipher(ring)
  const before = await keyUsage(prisma)
  const startedAtMs = performance.now()
  let rotated = 0
  for (const column of Object.values(ENCRYPTED)) {
    const total = staleIn(before, rotation.keyId, nameOf(column))
    say(`${nameOf(column)}: ${figure(total)} to encrypt with the key ${rotation.keyId}`)
    rotated += await rotateRows(prisma, cipher, column, rotation, total)
  }
  const seconds = (performance.now() - startedAtMs) / 1_000
  say(`Encrypted ${figure(rotated)} in ${seconds.toFixed(1)} s, ${figure(Math.round(rotated / seconds))} a second.\n`)
  return (await report(prisma, ring)) === 0 ? 0 : 1
}

/** Goes through a column until nobody has held or changed a row that it meant to write. @returns how many it wrote */
async function rotateRows(
  prisma: PrismaClient,
  cipher: TokenCipher,
  column: EncryptedColumn,
  rotation: Rotation,
  total: number,
): Promise<number> {
  let rotated = 0
  for (let pass = 1; ; pass += 1) {
    let missed = 0
    for await (const batch of rotateColumn(prisma, cipher, column, rotation)) {
      rotated += batch.rotated
      missed += batch.missed
      if (batch.rotated > 0) say(`${nameOf(column)}: ${figure(rotated)} of ${figure(total)}`)
      // Those that cannot be read come again in every pass.
      if (pass > 1) continue
      for (const { table, id, keyId, reason } of batch.unreadable)
        say(`  ${table} ${id}, key ${keyId ?? '?'}: ${reason}`)
    }
    if (missed === 0) return rotated
    await pause(PASS_PAUSE_MS)
  }
}

/** Prints what each key is still needed for. @returns how much is stored under others than the first key */
async function report(prisma: PrismaClient, ring: string): Promise<number> {
  const keyIds = parseKeyRing(ring).map(({ id }) => id)
  const usage = await keyUsage(prisma)
  describeUsage(usage, keyIds).forEach(say)
  return staleIn(usage, keyIds[0])
}

const staleIn = (usage: KeyUsage[], keyId: string | undefined, column?: string): number =>
  usage
    .filter((used) => used.keyId !== keyId && (column === undefined || used.column === column))
    .reduce((sum, { rows }) => sum + rows, 0)

if (require.main === module) void main(process.argv.slice(2)).then((code) => (process.exitCode = code))

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { bindingOf, ENCRYPTED, nameOf } from '../../src/database/encrypted-columns'
import { keyUsage } from '../../src/database/key-usage'
import { createTokenStore } from '../../src/database/tokens'
import { PLATFORMS, type Platform } from '../../src/domain/platform'
import { createTokenCipher } from '../../src/security/token-cipher'
import { ROOMY } from '../support/limits'
import { programFile } from '../support/program'
import { openPublisherWorld, type PublisherWorld } from '../support/publisher'
import { silenceTemporal } from '../support/quiet'
import { trackJob } from '../support/tracked-job'
import { startWorkers, systemClock, type RunningWorkers } from '../support/workers'

silenceTemporal()
const CONNECTIONS = 10_000
const AT_ONCE = 1_000

const [oldKey, newKey] = ['old', 'new'].map((id) => `${id}:${randomBytes(32).toString('base64')}`)
const RING = `${newKey},${oldKey}`
const old = createTokenCipher(String(oldKey))
const serving = createTokenCipher(RING)
const fresh = createTokenCipher(String(newKey))

let world: PublisherWorld
let workers: RunningWorkers

beforeAll(async () => {
  world = await openPublisherWorld({ ...ROOMY, TOKEN_KEYS: oldKey })
  workers = await startWorkers({ ...world, config: { ...world.config, TOKEN_KEYS: RING } })
  for (let from = 0; from < CONNECTIONS; from += AT_ONCE) await addConnections(from)
})
afterAll(async () => {
  await workers.stop()
  await world.close()
})

const idOf = (index: number) => `connection-${String(index).padStart(5, '0')}`
const pairOf = (id: string) => ({ accessToken: `access-${id}-${'a'.repeat(180)}`, refreshToken: `refresh-${id}` })

/** Three of each user, with the lengths that tokens have, under the old key. */
async function addConnections(from: number): Promise<void> {
  const indexes = Array.from({ length: AT_ONCE }, (_, index) => from + index)
  const users = [...new Set(indexes.map((index) => `user-${Math.floor(index / 3)}`))]
  await world.prisma.user.createMany({
    data: users.map((id) => ({ id, email: `${id}@example.com` })),
    skipDuplicates: true,
  })
  await world.prisma.platformConnection.createMany({
    data: indexes.map((index) => {
      const id = idOf(index)
      const { accessToken, refreshToken } = pairOf(id)
      return {
        id,
        userId: `user-${Math.floor(index / 3)}`,
        platform: PLATFORMS[index % 3] ?? 'TIKTOK',
        platformUserId: id,
        platformUsername: id,
        status: 'ACTIVE' as const,
        accessToken: old.encrypt(accessToken, bindingOf(ENCRYPTED.accessToken, id)),
        refreshToken: old.encrypt(refreshToken, bindingOf(ENCRYPTED.refreshToken, id)),
      }
    }),
  })
}

interface Rotation {
  ended: Promise<unknown>
  output(): string
  kill(): void
}

/** The operator's command, in a process of its own; `onOutput` is told all that it has said so far. */
function spawnRotation(onOutput: (rotation: Rotation) => void = () => {}): Rotation {
  const env = { PATH: process.env.PATH, DATABASE_URL: world.config.DATABASE_URL, TOKEN_KEYS: RING }
  const child = spawn(process.execPath, [programFile('src/bin/keys-rotate'), '--batch', '100'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const rotation = {
    ended: once(child, 'close').then(([code, signal]) => (code ?? signal) as unknown),
    output: () => output,
    kill: () => void child.kill('SIGKILL'),
  }
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString()
    onOutput(rotation)
  })
  return rotation
}

/** How many the command says to have encrypted anew. What was renewed meanwhile is not among them. */
const accessTokensDone = (output: string): number => {
  const [, done = '0'] = [...output.matchAll(/PlatformConnection\.accessToken: ([\d,]+) of/g)].at(-1) ?? []
  return Number(done.replaceAll(',', ''))
}

/** Publishes one video after the other while `goesOn`, each with a token that must be renewed first. @returns the jobs' ends */
async function publishWhile(goesOn: () => boolean, platform: Platform): Promise<unknown[]> {
  const phases: unknown[] = []
  while (goesOn()) {
    const tracked = await trackJob(world, workers, platform, { sizeBytes: 20_000 })
    const where = { id: String(tracked.job.connectionId) }
    // Instagram renews no token of its first day.
    const data = { expiresAt: new Date(Date.now() + 60_000), refreshedAt: new Date(Date.now() - 2 * 86_400_000) }
    await world.prisma.platformConnection.update({ where, data })
    await tracked.start()
    phases.push((await tracked.ended()).phase)
  }
  return phases
}

/** Stores a new pair for one connection after the other, as the owners do at a refresh. @returns the pairs by connection */
async function refreshWhile(goesOn: () => boolean) {
  const tokens = createTokenStore(world.prisma, serving)
  const pairs = new Map<string, { accessToken: string; refreshToken: string }>()
  while (goesOn()) {
    // Now here, now there: before the rotation, behind it, and in its midst.
    const connectionId = idOf((pairs.size * 7_919) % CONNECTIONS)
    const pair = { accessToken: `newest-access-${connectionId}`, refreshToken: `newest-refresh-${connectionId}` }
    const nowMs = systemClock.nowMs()
    expect(await tokens.store({ connectionId, revision: 0 }, { ...pair, expiresInSeconds: 3_600 }, nowMs)).toBe(true)
    pairs.set(connectionId, pair)
  }
  return pairs
}

const usage = async (keyId: string) =>
  Object.fromEntries(
    (await keyUsage(world.prisma)).filter((used) => used.keyId === keyId).map(({ column, rows }) => [column, rows]),
  )

/** Every column of the database, listed or not, in which something looks like a ciphertext. */
async function columnsWithCiphertexts(): Promise<string[]> {
  const columns = await world.prisma.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS "table", column_name AS "column" FROM information_schema.columns WHERE table_schema = 'public'`
  const found: string[] = []
  for (const { table, column } of columns) {
    const [hit] = await world.prisma.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM "${table}" WHERE "${column}"::text ~ 'v1[.][A-Za-z0-9_-]{1,32}[.][A-Za-z0-9_-]{16}[.]' LIMIT 1`,
    )
    if (hit) found.push(nameOf({ table, column, place: [] }))
  }
  return found.sort()
}

test('10,000 connections get a new key while the service publishes and renews tokens, though the rotation is killed half way', async () => {
  let isRotating = true
  const rotating = () => isRotating
  const publishing = Promise.all(PLATFORMS.map((platform) => publishWhile(rotating, platform)))
  const refreshing = refreshWhile(rotating)

  const killed = spawnRotation((rotation) => {
    if (accessTokensDone(rotation.output()) >= 3_000) rotation.kill()
  })
  expect(await killed.ended).toBe('SIGKILL')
  const halfWay = await usage('old')
  expect(halfWay[nameOf(ENCRYPTED.accessToken)]).toBeGreaterThan(1_000)
  expect(halfWay[nameOf(ENCRYPTED.accessToken)]).toBeLessThan(CONNECTIONS - 2_000)

  const again = spawnRotation()
  expect(await again.ended).toBe(0)
  isRotating = false
  expect(again.output()).toContain('Key old: 0, may be dropped from TOKEN_KEYS')

  // Nobody has noticed.
  const phases = await publishing
  for (const ofPlatform of phases) {
    expect(ofPlatform.length).toBeGreaterThan(0)
    expect(new Set(ofPlatform)).toEqual(new Set(['published']))
  }
  // Everything opens with the new key alone, and is the newest of its row.
  expect(await usage('old')).toEqual({})
  const pairs = await refreshing
  expect(pairs.size).toBeGreaterThan(20)
  for (const { id, accessToken, refreshToken, tokenRevision } of await world.prisma.platformConnection.findMany({
    where: { id: { startsWith: 'connection-' } },
  })) {
    const newest = pairs.get(id)
    const opened = {
      accessToken: fresh.decrypt(accessToken, bindingOf(ENCRYPTED.accessToken, id)),
      refreshToken: fresh.decrypt(String(refreshToken), bindingOf(ENCRYPTED.refreshToken, id)),
    }
    expect({ ...opened, tokenRevision }).toEqual({ ...(newest ?? pairOf(id)), tokenRevision: newest ? 1 : 0 })
  }
  expect(await columnsWithCiphertexts()).toEqual(
    [ENCRYPTED.accessToken, ENCRYPTED.refreshToken, ENCRYPTED.reference].map(nameOf).sort(),
  )
})

test('a service that has dropped the old key publishes, and renews the tokens that were re-encrypted', async () => {
  await workers.stop()
  workers = await startWorkers({ ...world, config: { ...world.config, TOKEN_KEYS: String(newKey) } })
  for (const platform of PLATFORMS) {
    let rounds = 0
    expect(await publishWhile(() => rounds++ === 0, platform)).toEqual(['published'])
  }
})

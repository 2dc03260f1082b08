import { SEED_ACCOUNTS } from '../../../prisma/seed-accounts'
import type { Platform } from '../../../src/domain/platform'
import { COMMIT, onEveryPlatform, PROBE } from '../../support/moments'
import { connect } from './connect'
import { byService, publish } from './publish'
import { readAll } from './read-all'
import { until } from '../../support/until'
import type { Scene } from './scene'
import { subscribe } from './webhooks'

/** A call of each kind that is made before the bytes flow. */
const PREPARE: Record<Platform, string> = { TIKTOK: 'video.init', INSTAGRAM: 'media.create', YOUTUBE: 'session.start' }

interface Tokens {
  accessToken: string
  refreshToken: string | null
}

/**
 * Lets happen what a secret can meet: connects and reconnects, events, publishes, renewals, lost answers, refusals, a grant
 * that is taken back, and platforms that repeat the token in their errors. Leaves one job unconfirmed and one waiting for
 * its user. All of it is told by webhooks.
 * @returns the ids of all its jobs
 */
export async function liveThrough(scene: Scene): Promise<string[]> {
  const receiver = await subscribe(scene)
  try {
    return await liveThroughAll(scene)
  } finally {
    await receiver.close()
  }
}

async function liveThroughAll(scene: Scene): Promise<string[]> {
  await connectAll(scene)
  await removeApp(scene)
  await connectAll(scene)
  const published = await onEveryPlatform(async (platform) => {
    await keepWaiting(scene, platform)
    return publish(scene, platform, 'published')
  })
  await outliveTokens(scene)
  const renewed = await onEveryPlatform(async (platform) => {
    await echo(scene, platform, 'oauth.token', { status: 503, times: 1 })
    await echo(scene, platform, PREPARE[platform], { status: 500, times: 1 })
    await loseAnswer(scene, platform)
    return publish(scene, platform, 'published')
  })
  const troubled = await Promise.all([
    refuse(scene, 'TIKTOK'),
    park(scene, 'INSTAGRAM'),
    leaveUnconfirmed(scene, 'YOUTUBE'),
  ])
  await disconnect(scene, 'TIKTOK')
  const jobIds = [...published, ...renewed, ...troubled]
  await readAll(scene, jobIds)
  return jobIds
}

/** By every login that there is. */
async function connectAll(scene: Scene): Promise<void> {
  for (const account of SEED_ACCOUNTS) {
    if (account.platform === 'INSTAGRAM') await connect(scene, account, 'facebook')
    await connect(scene, account)
  }
}

/** The user removes the app where the platforms tell it by a signed event. */
async function removeApp({ world }: Scene): Promise<void> {
  // An event names a second, and ends no grant that may be younger.
  await world.prisma.platformConnection.updateMany({ data: { connectedAt: new Date(Date.now() - 60_000) } })
  for (const { platform, platformUserId: accountId } of SEED_ACCOUNTS)
    if (platform !== 'YOUTUBE') await world.control(`actions/${platform}/remove-app`, { accountId })
  const removed = { status: 'REVOKED', statusReason: 'authorization-removed' } as const
  await until(async () => (await world.prisma.platformConnection.count({ where: removed })) === 2)
}

async function disconnect(scene: Scene, platform: Platform): Promise<void> {
  const { id } = await accountOf(scene, platform)
  const answer = await scene.caller.call('DELETE', `/v1/connections/${id}?jobs=cancel`, { headers: byService(scene) })
  if (answer.status !== 200) throw new Error(`${platform} was not disconnected: ${answer.body}`)
}

const accountOf = (scene: Scene, platform: Platform) =>
  scene.world.prisma.platformConnection.findUniqueOrThrow({
    where: { userId_platform: { userId: scene.world.userId, platform } },
    select: { id: true, platformUserId: true },
  })

/** Changes the account at its platform. @returns the tokens that it has there */
async function atPlatform(scene: Scene, platform: Platform, change: object): Promise<Tokens> {
  const { platformUserId } = await accountOf(scene, platform)
  return (await scene.world.control(`accounts/${platform}/${platformUserId}`, change, 'PATCH')) as Tokens
}

/** A day later every token must be renewed; Instagram's is not renewed earlier. */
async function outliveTokens({ world }: Scene): Promise<void> {
  await world.control('clock', { advanceSeconds: 25 * 3_600 })
  const aboutToEnd = new Date(Date.now() + world.config.TOKEN_MARGIN_MS / 2)
  await world.prisma.platformConnection.updateMany({ data: { expiresAt: aboutToEnd } })
}

/** The platform answers the next such call with errors that repeat what it was told: as a page, in a sentence, as a code. */
async function echo(scene: Scene, platform: Platform, operation: string, plan: object): Promise<void> {
  const { accessToken, refreshToken } = await atPlatform(scene, platform, {})
  const said = `${accessToken} ${refreshToken}`
  const bodies = [
    `<html><body><h1>Error</h1><pre>Authorization: Bearer ${said}</pre></body></html>`,
    { error: 'temporarily_unavailable', error_description: `not now: ${said}` },
    { error: { code: `bad: ${said}`, message: said, log_id: `of ${said}`, errors: [{ reason: `bad: ${said}` }] } },
  ]
  for (const body of bodies)
    await scene.world.control('faults', { platform, operation, kind: 'before-effect', ...plan, body })
}

/** Long enough for a heartbeat to be seen. */
const keepWaiting = (scene: Scene, platform: Platform) =>
  scene.world.control('faults', { platform, operation: COMMIT[platform], kind: 'slow', delayMs: 2_500, times: 1 })

const loseAnswer = (scene: Scene, platform: Platform) =>
  scene.world.control('faults', { platform, operation: COMMIT[platform], kind: 'after-effect', times: 1 })

/** A job that fails, by a refusal that repeats the token. */
async function refuse(scene: Scene, platform: Platform): Promise<string> {
  const { accessToken } = await atPlatform(scene, platform, {})
  const body = { error: { code: 'invalid_params', message: `bad token ${accessToken}`, log_id: 'log' } }
  const operation = PREPARE[platform]
  await scene.world.control('faults', { platform, operation, kind: 'before-effect', times: 1, status: 400, body })
  return publish(scene, platform, 'failed')
}

/** A job that waits for its user, whose grant is gone. */
async function park(scene: Scene, platform: Platform): Promise<string> {
  await atPlatform(scene, platform, { revoked: true })
  return publish(scene, platform, 'waiting-for-reconnect')
}

/** A job whose commit has no verdict. */
async function leaveUnconfirmed(scene: Scene, platform: Platform): Promise<string> {
  await loseAnswer(scene, platform)
  // Transfer and commit ask the same question first.
  await echo(scene, platform, PROBE[platform], { status: 500, skip: 2 })
  return publish(scene, platform, 'unconfirmed')
}

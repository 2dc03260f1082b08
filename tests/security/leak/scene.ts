import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Client } from '@temporalio/client'
import { freePort } from '../../../local/ports'
import { registerWebhooks } from '../../../local/stack/webhooks'
import { SEED_ACCOUNTS } from '../../../prisma/seed-accounts'
import { startS3 } from '../../../sandbox/s3'
import { hashApiKey, newApiKey, SCOPES } from '../../../src/security/api-keys'
import { createClient } from '../../../src/temporal/connection'
import { makeNamespace } from '../../faults/matrix/namespace'
import { spawnApi } from '../../support/api-process'
import { type Collector, startCollector } from '../../support/collector'
import { ROOMY } from '../../support/limits'
import { openPublisherWorld, type PublisherWorld } from '../../support/publisher'
import { spawnWorker } from '../../support/worker-process'
import { type Caller, createCaller } from './caller'
import type { Secret } from './search'
import { type PendingWatch, watchPending } from './temporal'
import { tapWire } from './wire'

/** Publisher as it runs: an API and a worker of their own processes, with every way out of them watched. */
export interface Scene {
  world: PublisherWorld
  client: Client
  caller: Caller
  /** What a service calls with. */
  apiKey: string
  pending: PendingWatch
  /** Has the traces of both. */
  collector: Collector
  /** What API and worker have written so far. */
  output(): string
  /** Everything that was secret so far, wherever it came from. */
  secrets(): Secret[]
  /** The tokens that the platforms have given to the seeded accounts last. */
  platformTokens(): Promise<string[]>
  /** A secret that neither the wire nor the configuration tells. */
  keepSecret(secret: Secret): void
  close(): Promise<void>
}

const random = () => randomBytes(24).toString('base64url')

/** Of its own, so that nothing but the test's value is searched for. */
const OWN_SECRETS = {
  TIKTOK_CLIENT_SECRET: random(),
  INSTAGRAM_APP_SECRET: random(),
  FACEBOOK_APP_SECRET: random(),
  GOOGLE_CLIENT_SECRET: random(),
  R2_ACCESS_KEY_ID: random(),
  R2_SECRET_ACCESS_KEY: random(),
}

const IN_SECONDS = {
  ...ROOMY,
  CONFIRM_BUDGET_MS: '6000',
  UNCONFIRMED_INTERVAL_MS: '60000',
  RECONCILE_INTERVAL_MS: '5000',
  RENEW_INTERVAL_MS: '5000',
}

export async function openScene(): Promise<Scene> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-leak-'))
  const bucket = await startS3({
    dataDir: folder,
    buckets: ['videos'],
    accessKeyId: OWN_SECRETS.R2_ACCESS_KEY_ID,
    secretAccessKey: OWN_SECRETS.R2_SECRET_ACCESS_KEY,
  })
  const namespace = `leak-${randomBytes(4).toString('hex')}`
  await makeNamespace(String(process.env.TEMPORAL_ADDRESS), namespace)
  const apiPort = await freePort()
  const collector = await startCollector()
  const world = await openPublisherWorld({
    ...OWN_SECRETS,
    ...IN_SECONDS,
    R2_ENDPOINT: bucket.url,
    TEMPORAL_NAMESPACE: namespace,
    API_PORT: String(apiPort),
    API_PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    CONNECT_RETURN_URLS: RETURN_URL,
    LOG_LEVEL: 'debug',
    WEBHOOKS_ALLOW_LOOPBACK: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  })
  const sandboxUrl = new URL(world.config.TIKTOK_API_URL).origin
  const wire = await tapWire(sandboxUrl)
  const env = throughTap(world.env, sandboxUrl, wire.origin)
  await registerWebhooks({ ...env, SANDBOX_URL: sandboxUrl }, AbortSignal.timeout(5_000))

  const apiKey = newApiKey()
  await world.prisma.apiKey.create({
    data: { principal: 'leak-test', keyHash: hashApiKey(apiKey), scopes: [...SCOPES] },
  })
  const written: Buffer[] = []
  const worker = spawnWorker({ env }, (output) => written.push(output))
  const api = await spawnApi(env, (output) => written.push(output))
  const client = createClient(world.config)
  const pending = watchPending(client)
  const kept: Secret[] = [{ kind: 'API key', value: apiKey }, ...configured(world.config.TOKEN_KEYS)]

  return {
    world,
    client,
    caller: createCaller(api.url),
    apiKey,
    pending,
    collector,
    output: () => Buffer.concat(written).toString('utf8'),
    secrets: () => [...kept, ...wire.secrets()],
    keepSecret: (secret) => void kept.push(secret),
    async platformTokens() {
      const accounts = await Promise.all(
        SEED_ACCOUNTS.map(({ platform, platformUserId }) =>
          world.control(`accounts/${platform}/${platformUserId}`, {}, 'PATCH'),
        ),
      )
      return (accounts as Record<string, string | null>[]).flatMap((account) =>
        [account.accessToken, account.refreshToken].flatMap((token) => token ?? []),
      )
    },
    async close() {
      await pending.stop()
      await Promise.all([worker.stop(), api.kill()])
      await client.connection.close()
      await wire.close()
      await collector.close()
      await world.close()
      await bucket.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Where a browser is sent in the end. */
export const RETURN_URL = 'http://127.0.0.1:1/settings/accounts'

/** Every platform is one server here: its address in any variable becomes the tap's. */
const throughTap = (env: NodeJS.ProcessEnv, from: string, to: string): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value = '']) => [name, value.replace(from, to)]))

function configured(tokenKeys: string): Secret[] {
  const key = tokenKeys.replace(/^.*:/, '')
  return [
    ...Object.entries(OWN_SECRETS).map(([kind, value]) => ({ kind, value })),
    { kind: 'TOKEN_KEYS', value: key },
    { kind: 'TOKEN_KEYS, in hex', value: Buffer.from(key, 'base64').toString('hex') },
  ]
}

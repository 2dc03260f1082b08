import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { startSandbox } from '../../sandbox/start'
import { PublishError, type Problem } from '../../src/domain/errors'
import type { Platform } from '../../src/domain/platform'
import type { Logins } from '../../src/domain/ports/login'
import type { MetricsReaders } from '../../src/domain/ports/metrics'
import type { Account, Publishers } from '../../src/domain/ports/platform'
import { createLogins } from '../../src/platforms/logins'
import { OPEN_GATE, OPEN_METER, UNWATCHED } from '../support/open-limits'
import { createMetricsReaders, createPublishers, type PlatformsOptions } from '../../src/platforms/registry'

export interface Bench {
  publishers: Publishers
  readers: MetricsReaders
  logins: Logins
  /** The sandbox's clock and the adapters', epoch ms. */
  nowMs(): number
  /** Every post that exists on the platform. */
  posts(platform: Platform): Promise<SandboxPost[]>
  /** Every call of an operation, oldest first. */
  requests(
    platform: Platform,
    operation?: string,
  ): Promise<{ status: number | null; refusal: string | null; contentRange: string | null }[]>
  /** Strikes the next call of the operation unless `times` says otherwise. */
  fault(fault: { platform: Platform; operation: string; kind: string; [detail: string]: unknown }): Promise<void>
  /** Moves the sandbox's clock and the adapters' together. */
  advance(seconds: number): Promise<void>
  /** A new account with a token pair. */
  account(platform: Platform, profile?: object): Promise<Account & { refreshToken: string | null }>
  patchAccount(platform: Platform, accountId: string, change: object): Promise<void>
  setSettings(platform: Platform, change: object): Promise<void>
  /** What YouTube has charged the project's day, by bucket. */
  youtubeQuota(): Promise<Record<string, number>>
  /** What a user does in the platform's own app. */
  act(platform: Platform, action: string, input: object): Promise<void>
  /** The user posts videos in the platform's own app. @returns their ids */
  ownPosts(platform: Platform, account: Account, given?: { caption?: string; count?: number }): Promise<string[]>
  reset(): Promise<void>
  stop(): Promise<void>
}

interface SandboxPost {
  postId: string
  url: string
  caption: string
  sha256: string
  visibility: string
}

export const APP_SECRET = 'app-secret-that-nobody-tells'

type BenchLimits = Pick<PlatformsOptions, 'gate' | 'meter'> &
  Partial<Pick<PlatformsOptions, 'watch' | 'requestTimeoutMs'>>

const OPEN = { gate: OPEN_GATE, meter: OPEN_METER }

/** The adapters against a sandbox of their own. */
export async function openBench(
  tiktok: Partial<PlatformsOptions['tiktok']> = {},
  { gate, meter, watch = UNWATCHED, requestTimeoutMs = 2_000 }: BenchLimits = OPEN,
): Promise<Bench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'publisher-platforms-'))
  const sandbox = await startSandbox({ dataDir, port: 0 })
  let offsetMs = 0
  let accounts = 0
  const nowMs = () => Date.now() + offsetMs
  const clock = { nowMs }

  const platforms: PlatformsOptions = {
    clock,
    gate,
    watch,
    meter,
    requestTimeoutMs,
    sendTimeoutMs: 5_000,
    tiktok: {
      perMinute: { inits: 6, statuses: 30, creatorInfos: 20 },
      apiUrl: sandbox.tiktokUrl,
      source: 'FILE_UPLOAD',
      ...tiktok,
    },
    instagram: {
      apiUrl: sandbox.instagramUrl,
      facebookUrl: `${sandbox.url}/facebook`,
      uploadUrl: `${sandbox.url}/rupload`,
      apiVersion: 'v25.0',
    },
    youtube: { apiUrl: sandbox.youtubeUrl, analyticsUrl: sandbox.youtubeAnalyticsUrl },
  }

  async function control<T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T> {
    const answer = await request(`${sandbox.url}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body ? JSON.stringify(body) : null,
    })
    const text = await answer.body.text()
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`)
    return (text ? JSON.parse(text) : undefined) as T
  }

  return {
    publishers: createPublishers(platforms),
    readers: createMetricsReaders(platforms),
    logins: createLogins({
      clock,
      watch,
      requestTimeoutMs: 2_000,
      tiktok: {
        apiUrl: sandbox.tiktokUrl,
        consentUrl: sandbox.tiktokConsentUrl,
        clientKey: 'app',
        clientSecret: APP_SECRET,
      },
      instagram: {
        apiUrl: sandbox.instagramUrl,
        apiVersion: 'v25.0',
        consentUrl: sandbox.instagramConsentUrl,
        oauthUrl: sandbox.instagramOauthUrl,
        appId: 'app',
        appSecret: APP_SECRET,
      },
      facebook: {
        graphUrl: sandbox.facebookUrl,
        apiVersion: 'v25.0',
        consentUrl: sandbox.facebookConsentUrl,
        appId: 'app',
        appSecret: APP_SECRET,
      },
      youtube: {
        apiUrl: sandbox.youtubeUrl,
        consentUrl: sandbox.googleConsentUrl,
        oauthUrl: sandbox.oauthUrl,
        clientId: 'app',
        clientSecret: APP_SECRET,
        meter,
      },
    }),
    nowMs,
    posts: (platform) => control('GET', `/posts?platform=${platform}`),
    requests: (platform, operation) =>
      control('GET', `/requests?platform=${platform}${operation === undefined ? '' : `&operation=${operation}`}`),
    fault: (fault) => control('POST', '/faults', { times: 1, ...fault }),
    advance: async (seconds) => {
      offsetMs += seconds * 1000
      await control('POST', '/clock', { advanceSeconds: seconds })
    },
    account: async (platform, profile = {}) => {
      accounts += 1
      // A channel id's second letter is what the id of its uploads playlist is made from.
      const accountId = `UC${accounts}`
      const made = await control<{ accessToken: string; refreshToken: string | null }>('POST', '/accounts', {
        platform,
        accountId,
        username: `creator${accounts}`,
        ...profile,
      })
      return { platformUserId: accountId, accessToken: made.accessToken, login: null, refreshToken: made.refreshToken }
    },
    patchAccount: (platform, accountId, change) => control('PATCH', `/accounts/${platform}/${accountId}`, change),
    act: (platform, action, input) => control('POST', `/actions/${platform}/${action}`, input),
    ownPosts: async (platform, { platformUserId: accountId }, given = {}) => {
      const path = `/actions/${platform}/post-videos`
      return (await control<{ postIds: string[] }>('POST', path, { accountId, ...given })).postIds
    },
    youtubeQuota: () => control('GET', '/quota/youtube'),
    setSettings: (platform, change) => control('PATCH', `/settings/${platform}`, change),
    reset: async () => {
      offsetMs = 0
      await control('POST', '/reset', {})
    },
    stop: async () => {
      await sandbox.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** The problem that a call ends in. */
export async function problemOf(call: Promise<unknown>): Promise<Problem> {
  const error = await call.then(
    () => new Error('the call was answered well'),
    (reason: unknown) => reason,
  )
  if (error instanceof PublishError) return error.problem
  throw error
}

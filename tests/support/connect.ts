import { randomUUID } from 'node:crypto'
import type { AuthorizeWish } from '../../src/api/schemas/connection'
import type { Platform } from '../../src/domain/platform'
import { createTokenStore } from '../../src/database/tokens'
import { openSandbox, type TestSandbox } from '../sandbox/platform-sandbox'
import { startTestApi, type TestApi } from './api'
import { openBrowser, type Decision, type TestBrowser, type Visit } from './browser'

export const RETURN_TO = 'https://app.example/accounts'

/** How a login is asked for: the platform in the path, and `login` in the body. */
export interface Way {
  platform: 'tiktok' | 'instagram' | 'youtube'
  login?: 'facebook'
}

export interface ConnectWorld {
  api: TestApi
  sandbox: TestSandbox
  newUser(): Promise<string>
  /** An account at the platform that nobody has connected. */
  newAccount(platform: Platform, profile?: object): Promise<string>
  /** A link for the user. */
  link(userId: string, way: Way, wish?: Partial<AuthorizeWish>): Promise<string>
  /** All of it: link, consent, callback. Where it ends. */
  connect(userId: string, way: Way, decision: Decision & Partial<AuthorizeWish>): Promise<Visit>
  /** The row as it is, with its tokens in plain. */
  stored(userId: string, platform: Platform): Promise<StoredConnection | null>
  close(): Promise<void>
}

export type StoredConnection = Awaited<ReturnType<typeof storedIn>>

/** The API with real logins, before a sandbox of its own. */
export async function openConnectWorld(): Promise<ConnectWorld> {
  const sandbox = await openSandbox()
  const api = await startTestApi({ sandbox: sandbox.at(), returnUrls: [RETURN_TO] })

  const link: ConnectWorld['link'] = async (userId, { platform, login }, wish = {}) => {
    const body = { userId, returnTo: RETURN_TO, ...(login && { login }), ...wish }
    const answer = await api.send<{ url: string }>('POST', `/v1/connections/${platform}/authorize`, { body })
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
    return answer.body.url
  }

  return {
    api,
    sandbox,
    link,
    async newUser() {
      const id = `user-${randomUUID()}`
      await api.prisma.user.create({ data: { id, email: `${id}@example.com` } })
      return id
    },
    async newAccount(platform, profile = {}) {
      const accountId = newAccountId(platform)
      await sandbox.control('POST', '/accounts', { platform, accountId, username: `name.of.${accountId}`, ...profile })
      return accountId
    },
    async connect(userId, way, { account, scopes, deny, ...wish }) {
      const browser = openBrowser()
      const decision = { account, ...(scopes && { scopes }), ...(deny && { deny }) }
      return browser.visit(await browser.consent(await link(userId, way, wish), decision))
    },
    stored: (userId, platform) => storedIn(api, userId, platform),
    async close() {
      await api.close()
      await sandbox.close()
    },
  }
}

async function storedIn(api: TestApi, userId: string, platform: Platform) {
  const row = await api.prisma.platformConnection.findUnique({ where: { userId_platform: { userId, platform } } })
  if (!row) return null
  const tokens = await createTokenStore(api.prisma, api.cipher).load(row.id)
  return { ...row, accessToken: tokens?.accessToken, refreshToken: tokens?.refreshToken, sealed: row.accessToken }
}

/** Each platform's way of writing them. */
function newAccountId(platform: Platform): string {
  const digits = String(Math.floor(Math.random() * 1e12)).padStart(12, '0')
  return { TIKTOK: `-000tt${digits}`, INSTAGRAM: `17841${digits}`, YOUTUBE: `UC${digits}abcdefghij` }[platform]
}

/** What the address that a browser was sent to tells. */
export const told = (visit: Visit): Record<string, string> => {
  if (visit.status !== 303) throw new Error(`sent nowhere: ${visit.status} ${visit.text}`)
  const { origin, pathname, searchParams } = new URL(visit.location)
  expect(origin + pathname).toBe(RETURN_TO)
  return Object.fromEntries(searchParams)
}

export { openBrowser, type TestBrowser }

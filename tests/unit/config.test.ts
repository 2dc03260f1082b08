import { randomBytes } from 'node:crypto'
import { ConfigError, parseConfig } from '../../src/config'

const GIVEN: NodeJS.ProcessEnv = {
  DATABASE_URL: 'postgresql://db/publisher',
  TEMPORAL_ADDRESS: 'temporal:7233',
  R2_ENDPOINT: 'https://account.r2.example',
  R2_BUCKET: 'videos',
  R2_ACCESS_KEY_ID: 'id',
  R2_SECRET_ACCESS_KEY: 'secret-of-the-bucket',
  TOKEN_KEYS: `first:${randomBytes(32).toString('base64')}`,
  TIKTOK_CLIENT_KEY: 'key',
  TIKTOK_CLIENT_SECRET: 'secret',
  INSTAGRAM_APP_ID: 'id',
  INSTAGRAM_APP_SECRET: 'secret',
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
}

function faultsOf(change: NodeJS.ProcessEnv): string[] {
  try {
    parseConfig({ ...GIVEN, ...change })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

test('what is required is enough', () => {
  expect(faultsOf({})).toEqual([])
})

test('every fault is named at once, without a value', () => {
  const faults = faultsOf({ DATABASE_URL: undefined, R2_BUCKET: '', API_PORT: '70000', TIKTOK_SOURCE: 'MAGIC' })
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['DATABASE_URL', 'R2_BUCKET', 'TIKTOK_SOURCE', 'API_PORT'])
  expect(faults.join()).toMatch(/DATABASE_URL is missing/)
  expect(faults.join()).not.toMatch(/secret-of-the-bucket|70000|MAGIC/)
})

test('a pull by TikTok needs the domain that it pulls from', () => {
  expect(faultsOf({ TIKTOK_SOURCE: 'PULL_FROM_URL' })).toEqual([expect.stringMatching(/^R2_PUBLIC_URL must/)])
  expect(faultsOf({ TIKTOK_SOURCE: 'PULL_FROM_URL', R2_PUBLIC_URL: 'https://videos.example' })).toEqual([])
})

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

test.each([
  [
    'a model that does not exist',
    { YOUTUBE_QUOTA_MODEL: 'units-900' },
    /^YOUTUBE_QUOTA_MODEL must be one of units-1600, upload-bucket$/,
  ],
  ['a day without uploads', { YOUTUBE_QUOTA_LIMIT: '0' }, /^YOUTUBE_QUOTA_LIMIT must be a whole number from 1 to/],
  ['less than nothing', { YOUTUBE_SEARCH_LIMIT: '-5' }, /^YOUTUBE_SEARCH_LIMIT must be a whole number from 1 to/],
  [
    'more than can be counted',
    { YOUTUBE_UNITS_LIMIT: '3000000000' },
    /^YOUTUBE_UNITS_LIMIT must be a whole number from 1 to/,
  ],
  ['an upload for nothing', { YOUTUBE_UPLOAD_COST: '0' }, /^YOUTUBE_UPLOAD_COST must be a whole number from 1 to/],
  [
    'a share above the whole',
    { YOUTUBE_METRICS_PERCENT: '101' },
    /^YOUTUBE_METRICS_PERCENT must be a whole number from 0 to 100$/,
  ],
  [
    'a day that is too small for an upload',
    { YOUTUBE_QUOTA_LIMIT: '1599' },
    /^YOUTUBE_QUOTA_LIMIT must leave room for one upload/,
  ],
  [
    'an upload that is too big for a day',
    { YOUTUBE_UPLOAD_COST: '10001' },
    /^YOUTUBE_UPLOAD_COST must leave room for one upload/,
  ],
])('a quota with %s is refused by name', (_what, change, fault) => {
  expect(faultsOf(change)).toEqual([expect.stringMatching(fault)])
})

test.each([
  ['just one upload of units', { YOUTUBE_QUOTA_LIMIT: '1600' }],
  ['just one upload of its own', { YOUTUBE_QUOTA_MODEL: 'upload-bucket', YOUTUBE_QUOTA_LIMIT: '1' }],
  ['a cost of its own', { YOUTUBE_QUOTA_LIMIT: '100', YOUTUBE_UPLOAD_COST: '100' }],
])('a quota of %s is taken', (_what, change) => {
  expect(faultsOf(change)).toEqual([])
})

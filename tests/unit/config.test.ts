import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
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

describe('a secret by file', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'publisher-secrets-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const fileOf = (content: string): string => {
    const file = path.join(folder, randomUUID())
    writeFileSync(file, content)
    return file
  }

  test.each(['', '\n', '\r\n'])('is what the file holds, without the line end %j', (end) => {
    const change = { R2_SECRET_ACCESS_KEY: undefined, R2_SECRET_ACCESS_KEY_FILE: fileOf(`by file ${end}`) }
    expect(parseConfig({ ...GIVEN, ...change }).R2_SECRET_ACCESS_KEY).toBe('by file ')
  })

  test('may be missing where the secret is not needed, and is named where it is', () => {
    expect(faultsOf({ FACEBOOK_APP_SECRET_FILE: fileOf('\n') })).toEqual([])
    expect(faultsOf({ TIKTOK_CLIENT_SECRET: '', TIKTOK_CLIENT_SECRET_FILE: fileOf('') })).toEqual([
      'TIKTOK_CLIENT_SECRET is missing: TIKTOK_CLIENT_SECRET_FILE names an empty file',
    ])
  })

  test('has its faults named at once with all others', () => {
    const gone = path.join(folder, 'gone')
    const faults = faultsOf({
      TIKTOK_CLIENT_SECRET_FILE: fileOf('twice'),
      TOKEN_KEYS: undefined,
      TOKEN_KEYS_FILE: gone,
      GOOGLE_CLIENT_SECRET: undefined,
      GOOGLE_CLIENT_SECRET_FILE: folder,
      R2_BUCKET: undefined,
    })
    expect(faults).toEqual([
      expect.stringMatching(`^TOKEN_KEYS_FILE cannot be read: ENOENT.*${gone}`),
      'TIKTOK_CLIENT_SECRET and TIKTOK_CLIENT_SECRET_FILE must not both be set',
      expect.stringMatching(/^GOOGLE_CLIENT_SECRET_FILE cannot be read: EISDIR/),
      'R2_BUCKET is missing',
    ])
  })

  test('that is malformed is told under its own name, and never repeated', () => {
    const faults = faultsOf({ TOKEN_KEYS: undefined, TOKEN_KEYS_FILE: fileOf('k1:not-a-key-at-all') })
    expect(faults).toEqual([expect.stringMatching(/^TOKEN_KEYS /)])
    expect(faults.join()).not.toContain('not-a-key-at-all')
  })
})

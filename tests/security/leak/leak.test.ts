import { randomBytes } from 'node:crypto'
import { silenceTemporal } from '../../support/quiet'
import { until } from '../../support/until'
import { isCarried } from './caller'
import { HAYSTACKS, type HaystackName } from './haystacks'
import { PLANTS } from './plants'
import { liveThrough } from './scenario'
import { openScene, type Scene } from './scene'
import { createSearch, type Secret } from './search'

silenceTemporal()

const NAMES = Object.keys(HAYSTACKS) as HaystackName[]

let scene: Scene
let jobIds: string[]

beforeAll(async () => {
  scene = await openScene()
  jobIds = await liveThrough(scene)
}, 180_000)
afterAll(() => scene.close())

const findsOf = async (secrets: Secret[], haystack: HaystackName) => {
  const search = createSearch(secrets)
  return (await HAYSTACKS[haystack](scene)).flatMap(search).filter((find) => !isCarried(find))
}

test('every kind of secret was in play, and each token that a platform has given is known to the search', async () => {
  const secrets = scene.secrets()
  const kinds = new Set(secrets.map(({ kind }) => kind))
  for (const kind of KINDS) expect(kinds).toContain(kind)
  const values = secrets.map(({ value }) => value).join('\n')
  for (const token of await scene.platformTokens()) expect(values).toContain(token)
})

test.each(NAMES)('no secret that was in play is found in the %s', async (haystack) => {
  expect(await findsOf(scene.secrets(), haystack)).toEqual([])
})

test.each(NAMES.filter((name) => name !== 'schedules'))('the %s tell of every job', async (haystack) => {
  const text = (await HAYSTACKS[haystack](scene)).map((place) => place.text).join('\n')
  for (const jobId of jobIds) expect(text).toContain(jobId)
})

test.each(Object.entries(PLANTS))('a leak %s would be found', async (_name, { haystack, leak }) => {
  const value = `${randomBytes(16).toString('base64')}/+${randomBytes(16).toString('base64url')}`
  expect(await findsOf([{ kind: 'planted', value }], haystack)).toEqual([])
  await leak(scene, value)
  await until(async () => (await findsOf([{ kind: 'planted', value }], haystack)).length > 0)
})

const KINDS = [
  'access token',
  'refresh token',
  'OAuth code',
  'state',
  'PKCE verifier',
  'connect link',
  'cookie',
  'upload URL',
  'presigned URL',
  'client secret',
  'R2_SECRET_ACCESS_KEY',
  'TOKEN_KEYS',
  'API key',
  'INSTAGRAM_APP_SECRET',
]

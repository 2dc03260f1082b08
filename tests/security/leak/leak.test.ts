import { randomBytes } from 'node:crypto'
import { silenceTemporal } from '../../support/quiet'
import { isCarried } from './caller'
import { HAYSTACKS, type HaystackName, readHaystacks } from './haystacks'
import { PLANTS } from './plants'
import { liveThrough } from './scenario'
import { openScene, type Scene } from './scene'
import { createSearch, type Find, type Place, type Secret } from './search'

silenceTemporal()

const NAMES = Object.keys(HAYSTACKS) as HaystackName[]

let scene: Scene
let jobIds: string[]
let places: Record<HaystackName, Place[]>

beforeAll(async () => {
  scene = await openScene()
  jobIds = await liveThrough(scene)
  places = await readHaystacks(scene)
})
afterAll(() => scene.close())

function findsIn(haystack: Place[], secrets: Secret[]): Find[] {
  const search = createSearch(secrets)
  return haystack.flatMap(search).filter((find) => !isCarried(find))
}

test('every kind of secret was in play, and each token that a platform has given is known to the search', async () => {
  const secrets = scene.secrets()
  const kinds = new Set(secrets.map(({ kind }) => kind))
  for (const kind of KINDS) expect(kinds).toContain(kind)
  const values = secrets.map(({ value }) => value).join('\n')
  for (const token of await scene.platformTokens()) expect(values).toContain(token)
})

test.each(NAMES)('no secret that was in play is found in the %s', (name) => {
  expect(findsIn(places[name], scene.secrets())).toEqual([])
})

const textIn = (name: HaystackName) => places[name].map(({ text }) => text).join('\n')

test.each(['histories', 'descriptions', 'output', 'database', 'traces', 'answers'] as const)(
  'the search went through the %s of every job',
  (name) => {
    for (const jobId of jobIds) expect(textIn(name)).toContain(jobId)
  },
)

test('the search went through heartbeats, and through failures of steps that were tried again', () => {
  expect(textIn('pending steps')).toContain('bytesConfirmed')
  expect(textIn('pending steps')).toContain('platform-unavailable')
})

describe('a leak is found that was planted', () => {
  const planted: Record<string, string> = {}

  beforeAll(async () => {
    const plants = Object.entries(PLANTS).map(([name, { leak }]) => {
      const secret = (planted[name] = `${randomBytes(16).toString('base64')}/+${randomBytes(16).toString('base64url')}`)
      return leak(scene, secret)
    })
    await Promise.all(plants)
    places = await readHaystacks(scene)
  })

  test.each(Object.entries(PLANTS))('%s', (name, { haystack }) => {
    expect(findsIn(places[haystack], [{ kind: name, value: planted[name] ?? '' }])).not.toEqual([])
  })
})

const KINDS = [
  'access token',
  'refresh token',
  'OAuth code',
  'state',
  'PKCE verifier',
  'connect link',
  'page link',
  'webhook secret',
  'cookie',
  'upload URL',
  'presigned URL',
  'client secret',
  'R2_SECRET_ACCESS_KEY',
  'TOKEN_KEYS',
  'API key',
  'INSTAGRAM_APP_SECRET',
]

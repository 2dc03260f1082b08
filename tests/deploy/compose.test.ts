import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { SearchAttributeType } from '@temporalio/common'
import { parse } from 'yaml'
import { readComposeFile, serviceOf as serviceIn, type ComposeService } from '../../local/compose/file'
import { parseConfig } from '../../src/config'
import { SEARCH_ATTRIBUTES } from '../../src/workflows/contract'

interface Stack {
  services: Record<string, ComposeService & { ports?: string[]; secrets?: string[] }>
  secrets: Record<string, { file: string }>
  volumes: Record<string, null>
}

const ROOT = path.join(__dirname, '..', '..')
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

/** What an operator has to fill in, with lawful values in place of the blanks. */
const SETTINGS: Record<string, string> = {
  R2_ACCESS_KEY_ID: 'key',
  API_PUBLIC_URL: 'https://publisher.example',
  TIKTOK_CLIENT_KEY: 'key',
  INSTAGRAM_APP_ID: 'id',
  GOOGLE_CLIENT_ID: 'id',
}

/** What the files of deploy/secrets hold. */
const SECRETS: Record<string, string> = {
  database_url: 'postgresql://publisher:secret1@postgres:5432/publisher',
  r2_secret_access_key: 'secret2',
  token_keys: 'k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  tiktok_client_secret: 'secret3',
  instagram_app_secret: 'secret5',
  facebook_app_secret: '',
  google_client_secret: 'secret4',
}

const stackWith = (settings: Record<string, string>) => readComposeFile(ROOT, settings) as Stack

const stack = stackWith(SETTINGS)
const services = Object.entries(stack.services)
const serviceOf = (name: string) => serviceIn(stack, name)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-compose-'))
  for (const [name, value] of Object.entries(SECRETS)) await writeFile(path.join(folder, name), `${value}\n`)
})
afterAll(() => rm(folder, { recursive: true }))

/** The environment of a service, with what Compose mounts for it where this test has put it. */
function environmentOf(name: string): Record<string, string> {
  const { environment = {}, secrets = [] } = serviceOf(name)
  return Object.fromEntries(
    Object.entries(environment).map(([variable, value]) => {
      const [, secret = ''] = /^\/run\/secrets\/(.+)$/.exec(value) ?? []
      return [variable, secrets.includes(secret) ? path.join(folder, secret) : value]
    }),
  )
}

test.each(['api', 'worker'])('%s gets every setting that it needs', (name) => {
  const config = parseConfig(environmentOf(name))
  expect(config).toMatchObject({ TEMPORAL_NAMESPACE: 'publisher', R2_ENDPOINT: 'http://s3:7070', R2_BUCKET: 'videos' })
  expect(config.DATABASE_URL).toContain('@postgres:5432/')
})

test('Cloudflare R2 takes the place of the local S3 by a setting', () => {
  const R2_ENDPOINT = 'https://account.r2.cloudflarestorage.com'
  const { services } = stackWith({ ...SETTINGS, R2_ENDPOINT })
  expect(services.worker?.environment?.R2_ENDPOINT).toBe(R2_ENDPOINT)
})

test("the S3 in R2's place serves the region and the bucket that Publisher asks for", () => {
  const { R2_REGION, R2_BUCKET } = parseConfig(environmentOf('worker'))
  expect(serviceOf('s3').environment).toMatchObject({ VGW_REGION: R2_REGION, BUCKET: R2_BUCKET })
})

test('a setting that is missing stops the stack before it starts', () => {
  for (const name of Object.keys(SETTINGS)) {
    const { [name]: _, ...rest } = SETTINGS
    expect(() => stackWith(rest)).toThrow(name)
  }
})

test('the example of the settings names each of them', () => {
  const named = read('deploy/example.env')
    .split('\n')
    .flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? [])
  const used = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
  expect(named.sort()).toEqual([...new Set([...used, 'COMPOSE_PROFILES'])].sort())
})

test('no secret is in the environment of a container: each has a file, and whoever reads one is given it', () => {
  for (const [name, { environment = {}, secrets = [] }] of services) {
    expect(
      Object.keys(environment).filter((variable) => /SECRET|PASSWORD|PWD|TOKEN|_URL_FILE$/.test(variable)),
    ).toEqual(Object.keys(environment).filter((variable) => environment[variable]?.startsWith('/run/secrets/')))
    const text = JSON.stringify(stack.services[name])
    const read = [...text.matchAll(/\/run\/secrets\/(\w+)/g)].map(([, secret]) => secret)
    expect([...new Set(read)].sort()).toEqual([...secrets].sort())
  }
  const given = services.flatMap(([, { secrets = [] }]) => secrets)
  expect(Object.keys(stack.secrets).sort()).toEqual([...new Set(given)].sort())
})

test('the worker can run several times: it has no name and no port of the host', () => {
  expect(serviceOf('worker')).not.toHaveProperty('container_name')
  expect(serviceOf('worker')).not.toHaveProperty('ports')
})

test('every image but our own is pinned to a version', () => {
  for (const [, { image = '' }] of services)
    if (!image.startsWith('publisher:')) expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+(\.\d+)?$/)
  const bases = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
  expect(bases.filter((image) => image !== 'base')).toEqual([expect.stringMatching(/^node:\d+\.\d+\.\d+-/)])
})

test('every published port is on 127.0.0.1', () => {
  const ports = services.flatMap(([, service]) => service.ports ?? [])
  expect(ports.length).toBeGreaterThan(0)
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
})

test("the database's volume is where version 18 keeps its data", () => {
  expect(serviceOf('postgres').volumes).toEqual(['postgres-data:/var/lib/postgresql'])
  expect(Object.keys(stack.volumes)).toContain('postgres-data')
})

test('nothing waits for a service that does not exist', () => {
  for (const [, { depends_on = {} }] of services)
    for (const name of Object.keys(depends_on)) expect(stack.services).toHaveProperty(name)
})

test('api and worker start on a migrated database and a namespace that is ready', () => {
  for (const name of ['api', 'worker'])
    expect(serviceOf(name).depends_on).toMatchObject({
      migrate: { condition: 'service_completed_successfully' },
      'temporal-namespace': { condition: 'service_completed_successfully' },
    })
})

test('the namespace has exactly the search attributes that the workflows set', () => {
  const made = [...read('deploy/temporal/namespace.sh').matchAll(/^ {2}(\w+)=(\w+)/gm)].map(([, name, type]) => [
    name,
    type,
  ])
  const names = { [SearchAttributeType.KEYWORD]: 'Keyword', [SearchAttributeType.DATETIME]: 'Datetime' } as const
  const set = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, names[type]])
  expect(made).toEqual(set)
})

test('Temporal shares its workers fairly among users', () => {
  expect(parse(read('deploy/temporal/dynamicconfig.yaml'))).toEqual({ 'matching.enableFairness': [{ value: true }] })
})

/** Version 1 knows an older format of the file. */
function findCompose(): string[] | undefined {
  return [['docker', 'compose'], ['docker-compose']].find(([command = '', ...rest]) => {
    const { status, stdout } = spawnSync(command, [...rest, 'version', '--short'], { encoding: 'utf8' })
    return status === 0 && !/^v?1\./.test(stdout)
  })
}

const compose = findCompose()
const testWithCompose = compose ? test : test.skip

testWithCompose('the file is valid for Docker Compose', () => {
  const [command = '', ...rest] = compose ?? []
  const { status, stderr } = spawnSync(command, [...rest, 'config', '-q'], {
    cwd: ROOT,
    env: { ...process.env, ...SETTINGS },
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
})

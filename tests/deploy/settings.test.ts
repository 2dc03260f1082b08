import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { keyRingFaults } from '../../src/security/key-ring'

const ROOT = path.join(__dirname, '..', '..')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'publisher-settings-'))
  mkdirSync(path.join(folder, 'deploy'))
  for (const file of ['docker-compose.yml', 'deploy/example.env', 'deploy/settings.sh'])
    cpSync(path.join(ROOT, file), path.join(folder, file))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What it names as missing, and its exit code. */
function run() {
  const { status, stderr } = spawnSync('sh', [path.join(folder, 'deploy', 'settings.sh')], { encoding: 'utf8' })
  return { status, missing: [...stderr.matchAll(/^missing: (?:the content of )?(\S+)/gm)].map(([, name]) => name) }
}

const secret = (name: string) => path.join(folder, 'deploy', 'secrets', name)
const read = (name: string) => readFileSync(secret(name), 'utf8')
const fill = (name: string) => writeFileSync(secret(name), 'filled in')
const set = (change: (env: string) => string) => {
  const file = path.join(folder, '.env')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
}

const VARIABLES = ['API_PUBLIC_URL', 'GOOGLE_CLIENT_ID', 'INSTAGRAM_APP_ID', 'R2_ACCESS_KEY_ID', 'TIKTOK_CLIENT_KEY']
const APPS = ['tiktok_client_secret', 'instagram_app_secret', 'google_client_secret']

test('all that is missing is named at once, until it is there', () => {
  expect(run()).toEqual({ status: 1, missing: [...VARIABLES, ...APPS.map((name) => `deploy/secrets/${name}`)] })
  set((env) => env.replaceAll(new RegExp(`^(${VARIABLES.join('|')})=$`, 'gm'), '$1=filled-in'))
  APPS.forEach(fill)
  expect(run()).toEqual({ status: 0, missing: [] })
})

test('the secret of the Facebook app is missing only where there is such an app', () => {
  run()
  set((env) => env.replace('FACEBOOK_APP_ID=', 'FACEBOOK_APP_ID=app'))
  expect(run().missing).toContain('deploy/secrets/facebook_app_secret')
})

test("R2's own key is not made up", () => {
  writeFileSync(path.join(folder, '.env'), 'R2_ENDPOINT=https://account.r2.cloudflarestorage.com\n')
  expect(run().missing).toContain('deploy/secrets/r2_secret_access_key')
})

test('what is made is lawful, stays, and is reached by nobody else', () => {
  run()
  const made = Object.fromEntries(readdirSync(path.join(folder, 'deploy', 'secrets')).map((name) => [name, read(name)]))
  expect(keyRingFaults(String(made.token_keys).trim())).toEqual([])
  expect(new URL(String(made.database_url)).password).toBe(made.postgres_password)
  expect(made.postgres_password).toMatch(/^[0-9a-f]{48}$/)
  expect(statSync(path.join(folder, 'deploy', 'secrets')).mode & 0o777).toBe(0o700)
  expect(statSync(secret('token_keys')).mode & 0o777).toBe(0o644)
  run()
  for (const [name, value] of Object.entries(made)) expect(read(name)).toBe(value)
})

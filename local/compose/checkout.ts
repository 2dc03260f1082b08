import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { LocalFailure } from '../failure'
import { ROOT } from '../paths'
import { type ComposeFile, readComposeFile } from './file'
import { type NativePlace, portOf, secretsFolderOf } from './native'

/** What a person has to fill in: names that the sandbox takes for any app's. */
const SETTINGS: Record<string, string> = {
  R2_ACCESS_KEY_ID: 'publisher',
  TIKTOK_CLIENT_KEY: 'sandbox',
  INSTAGRAM_APP_ID: 'sandbox',
  FACEBOOK_APP_ID: 'sandbox',
  GOOGLE_CLIENT_ID: 'sandbox',
  YOUTUBE_QUOTA_MODEL: 'upload-bucket',
}
const APP_SECRETS = ['tiktok_client_secret', 'instagram_app_secret', 'facebook_app_secret', 'google_client_secret']

/** The operator's way from a checkout to a stack that may start, by deploy/settings.sh. */
export class Checkout {
  constructor(private readonly place: NativePlace) {
    mkdirSync(place.checkout, { recursive: true })
    for (const part of ['docker-compose.yml', 'deploy']) {
      cpSync(path.join(ROOT, part), path.join(place.checkout, part), {
        recursive: true,
        filter: (source) => source !== path.join(ROOT, 'deploy', 'secrets'),
      })
    }
  }

  /** Makes what a machine can make. @returns what it says is missing, a line each */
  makeSettings(): string[] {
    const script = path.join(this.place.checkout, 'deploy', 'settings.sh')
    const { status, stderr } = spawnSync('sh', [script], { encoding: 'utf8' })
    if (status !== 0 && status !== 1) throw new LocalFailure(`deploy/settings.sh ended with code ${status}: ${stderr}`)
    return stderr.split('\n').filter(Boolean)
  }

  /** Fills in what is missing, and the address and password of the database that runs here. */
  fillIn(databaseUrl: string): void {
    const settings = { ...SETTINGS, API_PUBLIC_URL: `http://127.0.0.1:${portOf(this.place, '3000')}` }
    const file = path.join(this.place.checkout, '.env')
    const lines = readFileSync(file, 'utf8').replace(/^(\w+)=$/gm, (line, name: string) =>
      name in settings ? `${name}=${settings[name as keyof typeof settings]}` : line,
    )
    writeFileSync(file, lines)
    for (const name of APP_SECRETS) this.setSecret(name, 'sandbox')
    this.setSecret('postgres_password', decodeURIComponent(new URL(databaseUrl).password))
    this.setSecret('database_url', databaseUrl)
  }

  secret(name: string): string {
    return readFileSync(path.join(secretsFolderOf(this.place), name), 'utf8').trim()
  }

  /** @throws LocalFailure that names every required setting that is missing */
  composeFile(): ComposeFile {
    const settings = [...readFileSync(path.join(this.place.checkout, '.env'), 'utf8').matchAll(/^(\w+)=(.*)$/gm)]
    return readComposeFile(
      this.place.checkout,
      Object.fromEntries(settings.map(([, name = '', value = '']) => [name, value])),
    )
  }

  /** Replaced rather than written: nobody may change the file that is there. */
  private setSecret(name: string, content: string): void {
    const file = path.join(secretsFolderOf(this.place), name)
    rmSync(file, { force: true })
    writeFileSync(file, content, { mode: 0o444 })
  }
}

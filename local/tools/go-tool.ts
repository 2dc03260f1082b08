import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { LocalFailure } from '../failure'
import { say } from '../terminal'
import { executableOnPath } from './executable'
import { reasonOf } from './first-source'

/** A program that its makers give away as a container or as Go source, and that is built here where it is needed. */
export interface GoTool {
  /** The executable's name. */
  program: string
  version: string
  /** The setting that names an executable of one's own. */
  setting: string
  module: string
  /** Its main package, below the module. */
  folder: string
  /** What it reads when it runs: a folder of the module that is kept beside the executable. */
  data?: string
}

export interface GoToolOptions {
  env: NodeJS.ProcessEnv
  cacheFolder: string
  signal: AbortSignal
}

const GO_FOLDERS = ['/usr/local/go/bin']

/**
 * The path of the executable: the one that a setting names, the cached one, or one built by `go install`.
 * @throws LocalFailure that names the setting, where there is no Go or it cannot build
 */
export async function findGoTool(tool: GoTool, { env, cacheFolder, signal }: GoToolOptions): Promise<string> {
  const given = env[tool.setting]
  if (given) {
    if (existsSync(given)) return path.resolve(given)
    throw new LocalFailure(`${tool.setting} names ${given}, and there is no such file.`)
  }
  const home = path.join(cacheFolder, `${tool.program}-${tool.version}`)
  const executable = path.join(home, tool.program)
  if (!existsSync(executable)) await build(tool, { home, env, signal })
  return executable
}

async function build(
  tool: GoTool,
  { home, env, signal }: { home: string; env: NodeJS.ProcessEnv; signal: AbortSignal },
) {
  const name = `${tool.program} ${tool.version}`
  const go = executableOnPath('go', { PATH: [env.PATH, ...GO_FOLDERS].join(path.delimiter) })
  const instead = `set ${tool.setting} to its executable`
  if (!go) throw new LocalFailure(`${name} is built from source, and there is no Go here: install it, or ${instead}.`)
  await mkdir(path.dirname(home), { recursive: true })
  const unfinished = await mkdtemp(`${home}-`)
  const run = (args: string[]) =>
    promisify(execFile)(go, args, { cwd: unfinished, env: { ...env, GOBIN: unfinished, GOFLAGS: '-mod=mod' }, signal })
  try {
    say(`Building ${name} from its source, once; it takes minutes`)
    await run(['install', `${tool.module}/${tool.folder}@v${tool.version}`])
    await rename(path.join(unfinished, path.basename(tool.folder)), path.join(unfinished, tool.program))
    if (tool.data) {
      const { stdout } = await run(['mod', 'download', '-json', `${tool.module}@v${tool.version}`])
      const { Dir } = JSON.parse(stdout) as { Dir: string }
      await cp(path.join(Dir, tool.data), path.join(unfinished, tool.data), { recursive: true })
    }
    await rename(unfinished, home) // atomic: two starts may build at once
  } catch (error) {
    signal.throwIfAborted()
    await rm(unfinished, { recursive: true, force: true })
    if (existsSync(home)) return
    throw new LocalFailure(`Go could not build ${name} (${reasonOf(error)}): try again with a network, or ${instead}.`)
  }
}

import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { LocalFailure } from '../failure'
import type { Tool } from './catalogue'
import { sha256Of } from './download'
import { executableOnPath, versionOf } from './executable'
import { fromFirst, tried } from './first-source'
import { executableName, type Source, sourcesOf } from './sources'

export interface FindOptions {
  env: NodeJS.ProcessEnv
  cacheFolder: string
  signal: AbortSignal
  sources?: Source[]
}

/**
 * The path of a tool's executable: the one a setting names, the cached one, the one on PATH, or one fetched from the
 * first source whose executable has the pinned SHA-256.
 * @throws LocalFailure with every source's reason and the setting to use instead
 */
export async function findTool(tool: Tool, options: FindOptions): Promise<string> {
  const given = options.env[tool.setting]
  if (given) {
    if (existsSync(given)) return path.resolve(given)
    throw new LocalFailure(`${tool.setting} names ${given}, and there is no such file.`)
  }
  const cached = path.join(options.cacheFolder, `${tool.program}-${tool.version}`, executableName(tool))
  if (existsSync(cached)) return cached
  return (await onPath(tool, options.env)) ?? (await fetchTool(tool, cached, options))
}

async function onPath(tool: Tool, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (!tool.mayComeFromPath) return undefined
  const file = executableOnPath(executableName(tool), env)
  return file && (await isRecent(file, tool.version)) ? file : undefined
}

async function isRecent(file: string, version: string): Promise<boolean> {
  const found = await versionOf(file, /version v?(\d+\.\d+\.\d+)/)
  return found !== undefined && found.localeCompare(version, undefined, { numeric: true }) >= 0
}

async function fetchTool(tool: Tool, target: string, options: FindOptions): Promise<string> {
  await mkdir(path.dirname(target), { recursive: true })
  const { sources = sourcesOf(tool), signal } = options
  const reasons = await fromFirst(tool.title, sources, signal, (source) => fetchFrom(source, tool, target, signal))
  if (!reasons) return target
  throw new LocalFailure(
    `${tool.title} ${tool.version} could not be fetched (${tried(reasons)}). ` +
      `Install it yourself and set ${tool.setting} to its executable, or try again with a network.`,
  )
}

async function fetchFrom(source: Source, tool: Tool, target: string, signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(path.join(path.dirname(target), '.fetch-'))
  try {
    const executable = await source.fetch(folder, signal)
    const wanted = tool.sha256[`${process.platform}-${process.arch}`]
    const found = await sha256Of(executable)
    if (wanted && found !== wanted) throw new Error(`its SHA-256 is ${found}, expected ${wanted}`)
    await chmod(executable, 0o755)
    await rename(executable, target) // atomic: two starts may fetch at once
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

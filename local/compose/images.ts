import { mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { LocalFailure } from '../failure'
import { cacheFolder } from '../paths'
import { TEMPORAL_CLI } from '../tools/catalogue'
import { findTool } from '../tools/find'
import { findGoTool, type GoTool } from '../tools/go-tool'
import type { ComposeService } from './file'

/** The program that an image is made of; its version is the image's. */
interface Image {
  tool: Omit<GoTool, 'version'>
  /** What the image runs where the file names nothing; `home` is the folder of the program. */
  entrypoint: (home: string) => string[]
}

const IMAGES: Record<string, Image> = {
  'temporalio/server': {
    tool: {
      program: 'temporal-server',
      setting: 'TEMPORAL_SERVER_PATH',
      module: 'go.temporal.io/server',
      folder: 'cmd/server',
    },
    entrypoint: () => ['temporal-server', 'start'],
  },
  'temporalio/admin-tools': {
    tool: {
      program: 'temporal-sql-tool',
      setting: 'TEMPORAL_SQL_TOOL_PATH',
      module: 'go.temporal.io/server',
      folder: 'cmd/tools/sql',
    },
    entrypoint: () => [],
  },
  'temporalio/ui': {
    tool: {
      program: 'temporal-ui-server',
      setting: 'TEMPORAL_UI_SERVER_PATH',
      module: 'github.com/temporalio/ui-server/v2',
      folder: 'cmd/server',
      data: 'config',
    },
    entrypoint: (home) => ['temporal-ui-server', '--root', home, '--env', 'docker', 'start'],
  },
  'versity/versitygw': {
    tool: {
      program: 'versitygw',
      setting: 'VERSITYGW_PATH',
      module: 'github.com/versity/versitygw',
      folder: 'cmd/versitygw',
    },
    entrypoint: () => ['versitygw'],
  },
}

/** Publisher's own image runs what its `CMD` says unless the file names a command, and the file always does. */
const OWN_IMAGE = 'publisher'

/**
 * Puts the programs of a service's image into `binFolder`.
 * @returns what the image runs by itself, in front of the service's command
 */
export async function provideImage(
  { image }: ComposeService,
  binFolder: string,
  signal: AbortSignal,
): Promise<string[]> {
  const [name = '', tag = ''] = image.split(':')
  if (name === OWN_IMAGE) return []
  const known = IMAGES[name]
  if (!known) throw new LocalFailure(`Nothing on this machine stands in for the image ${image}.`)
  const options = { env: process.env, cacheFolder: cacheFolder(), signal }
  const executable = await findGoTool({ ...known.tool, version: tag.replace(/^v/, '') }, options)
  await link(executable, path.join(binFolder, known.tool.program))
  // The image of Temporal's tools holds its command line as well.
  if (name === 'temporalio/admin-tools') {
    await link(await findTool(TEMPORAL_CLI, options), path.join(binFolder, TEMPORAL_CLI.program))
  }
  return known.entrypoint(path.dirname(executable))
}

async function link(target: string, place: string): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true })
  await symlink(target, place).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error // another service's image holds it too
  })
}

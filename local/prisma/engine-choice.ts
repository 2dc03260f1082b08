import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'

/** A network that swallows packets costs this much at each Prisma command. */
const PROBE_TIMEOUT_MS = 4_000

/**
 * The schema engine that stands in where the native one neither is installed nor can be downloaded.
 * Returns undefined to leave the Prisma CLI to its own ways: they are right wherever its download host answers.
 */
export function schemaEngineFallback(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.PRISMA_SCHEMA_ENGINE_BINARY || env.PRISMA_ENGINES_MIRROR) return undefined
  if (isInstalled() || isDownloadable()) return undefined
  return path.join(__dirname, 'schema-engine.mjs')
}

function isInstalled(): boolean {
  const folder = path.dirname(require.resolve('@prisma/engines/package.json'))
  return readdirSync(folder).some((file) => file.startsWith('schema-engine-'))
}

/** A configuration file is read synchronously, so the probe is a process of its own. */
function isDownloadable(): boolean {
  const probe = `fetch('https://binaries.prisma.sh', { method: 'HEAD', signal: AbortSignal.timeout(${PROBE_TIMEOUT_MS}) })
    .then(() => process.exit(0), () => process.exit(1))`
  return spawnSync(process.execPath, ['-e', probe], { stdio: 'ignore' }).status === 0
}

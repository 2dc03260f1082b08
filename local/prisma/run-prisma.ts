import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { LocalFailure } from '../failure'
import { ROOT } from '../paths'

/**
 * Runs one of Prisma's commands on a database, silently.
 * @throws LocalFailure with everything the command said
 */
export async function runPrisma(args: string[], databaseUrl: string, abort: AbortSignal): Promise<void> {
  const cli = path.join(ROOT, 'node_modules', 'prisma', 'build', 'index.js')
  const env = { ...process.env, DATABASE_URL: databaseUrl, CHECKPOINT_DISABLE: '1', NO_COLOR: '1' }
  try {
    await promisify(execFile)(process.execPath, [cli, ...args], { cwd: ROOT, env, signal: abort })
  } catch (error) {
    abort.throwIfAborted()
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new LocalFailure(`\`prisma ${args.join(' ')}\` failed:\n${[stdout, stderr].join('\n').trim()}`)
  }
}

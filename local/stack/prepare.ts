import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { hashApiKey, SCOPES } from '../../src/security/api-keys'
import { LocalFailure, messageOf } from '../failure'
import { ROOT } from '../paths'
import { runPrisma } from '../prisma/run-prisma'

/** The principal of the stack's own key, and the id of its row. */
const LOCAL = 'local'

/** Brings the database to the state that worker and API expect. Safe to repeat at every start. */
export async function prepareDatabase(env: Record<string, string>, apiKey: string, abort: AbortSignal): Promise<void> {
  const databaseUrl = String(env.DATABASE_URL)
  await runPrisma(['migrate', 'deploy'], databaseUrl, abort)
  await Promise.all([seed(env, abort), storeApiKey(databaseUrl, apiKey)])
}

async function seed(env: Record<string, string>, signal: AbortSignal): Promise<void> {
  const args = ['--import', 'tsx', path.join(ROOT, 'prisma', 'seed.ts')]
  try {
    await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, signal })
  } catch (error) {
    signal.throwIfAborted()
    throw new LocalFailure(
      `The seed (prisma/seed.ts) failed: ${(error as { stderr?: string }).stderr?.trim() || messageOf(error)}`,
    )
  }
}

async function storeApiKey(databaseUrl: string, apiKey: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(
      `INSERT INTO "ApiKey" ("id", "principal", "keyHash", "scopes") VALUES ($1, $1, $2, $3)
       ON CONFLICT ("id") DO UPDATE SET "keyHash" = excluded."keyHash", "scopes" = excluded."scopes", "revokedAt" = NULL`,
      [LOCAL, hashApiKey(apiKey), SCOPES],
    )
  } finally {
    await client.end()
  }
}

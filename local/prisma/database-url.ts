import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Where no database is known, the host's name says in Prisma's own "can't reach" message what to do. */
const NONE = 'postgresql://start-the-stack-first-or-set-DATABASE_URL:5432/publisher'

/** The database that Prisma's commands act on: `DATABASE_URL`, what `DATABASE_URL_FILE` holds, else the running local stack's. */
export function databaseUrl(env: NodeJS.ProcessEnv = process.env): string {
  const inFile = env.DATABASE_URL_FILE && readFileSync(env.DATABASE_URL_FILE, 'utf8').trim()
  return env.DATABASE_URL || inFile || runningStackUrl() || NONE
}

function runningStackUrl(): string | undefined {
  try {
    const stack = readFileSync(path.join(__dirname, '..', '..', '.local', 'stack.json'), 'utf8')
    return (JSON.parse(stack) as { databaseUrl?: string }).databaseUrl
  } catch {
    // No stack runs: commands that need no database must work all the same.
    return undefined
  }
}

import { spawnSync } from 'node:child_process'

/** The account that a server of root's runs as. */
export interface Account {
  uid: number
  gid: number
}

/** PostgreSQL refuses to run as root, and needs an account that the machine knows. Undefined: one's own will do. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const uid = idOf('-u', name)
    const gid = idOf('-g', name)
    if (uid !== undefined && gid !== undefined) return { uid, gid }
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine knows neither postgres nor nobody: set DATABASE_URL',
  )
}

function idOf(which: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [which, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : undefined
}

/** Whether the account gets through to an existing path: a checkout in root's home is closed to everybody else. */
export function canReach(file: string, account: Account | undefined): boolean {
  return !account || spawnSync('test', ['-x', file], { ...account, stdio: 'ignore' }).status === 0
}

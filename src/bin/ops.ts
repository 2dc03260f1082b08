import { tellOperator, UsageError } from './exit'
import { listArchive, pruneArchive, restoreArchive, verifyArchive } from './ops/archive'
import { listCooldowns } from './ops/cooldowns'
import { withOps, type Action } from './ops/deps'
import { createKey, listKeys, revokeKey } from './ops/keys'
import { showMaintenance } from './ops/maintenance'
import { pause, resume } from './ops/pauses'
import { limitQuota, showQuota } from './ops/quota'
import { retention } from './ops/retention'

const USAGE = `Usage: npm run ops -- <command>

  pause <tiktok|instagram|youtube|connection id> --reason "…" [--until <instant>] [--all]
      Sends nothing more that leads to a post there; with --all, nothing at all. Jobs wait, none fails.
  resume <tiktok|instagram|youtube|connection id|pause id>
      Ends a pause; what waited for it goes on at once.
  cooldowns
      What is not called now, by a platform's answer or by a pause, why and until when.
  quota show [--day <YYYY-MM-DD>]
      YouTube's quota of today, or of another Pacific day.
  quota limit <number> [--day <YYYY-MM-DD>]
      Sets what YouTube granted for that day; freed places are given to those who wait.
  keys create --principal <name> --scopes <publish,read,accounts,operate> [--user <id>] [--name <text>]
      Makes an API key for a service, or for one user of it, and shows it this once.
  keys list
      Every API key: whose it is, what it may, when it was last used; never the key itself.
  keys revoke <id>
      No process lets the key in any more, within seconds.
  maintenance
      What the last round of each schedule has done and found, and when the next one is.
  retention [--dry-run]
      Removes what has served its time now; with --dry-run, only tells what and how much of it.
  archive list [--month <YYYY-MM>] [--user <id>]
      What is archived of whose posts, by month, and where it lies.
  archive verify [--month <YYYY-MM>] [--user <id>]
      Reads it all, and says whether it is what was archived.
  archive restore --month <YYYY-MM> [--user <id>] [--dry-run]
      Brings a month's posts back into the database, where they stay.
  archive prune --month <YYYY-MM> [--user <id>]
      Leaves a month's posts in the archive only, also such that were brought back.
`

/** Each understands its arguments before anything is connected to. */
const COMMANDS: Record<string, (args: string[]) => Action> = {
  pause,
  resume,
  cooldowns: listCooldowns,
  'quota show': showQuota,
  'quota limit': limitQuota,
  'archive list': listArchive,
  'archive verify': verifyArchive,
  'archive restore': restoreArchive,
  'archive prune': pruneArchive,
  'keys create': createKey,
  'keys list': listKeys,
  'keys revoke': revokeKey,
  maintenance: showMaintenance,
  retention,
}

/** `npm run ops -- <command>`: what operators do by hand. @returns the exit code */
export async function main(args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  if (args.length === 0 || args.includes('--help')) {
    process.stdout.write(USAGE)
    return args.length === 0 ? 1 : 0
  }
  try {
    await withOps(env, actionOf(args))
    return 0
  } catch (error) {
    tellOperator(error)
    return 1
  }
}

/** @throws UsageError */
function actionOf(args: string[]): Action {
  const [first = ''] = args
  const words = ['quota', 'archive', 'keys'].includes(first) ? 2 : 1
  const name = args.slice(0, words).join(' ')
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw new UsageError(`There is no command "${name}".\n\n${USAGE}`)
  return command(args.slice(words))
}

if (require.main === module) void main(process.argv.slice(2)).then((code) => (process.exitCode = code))

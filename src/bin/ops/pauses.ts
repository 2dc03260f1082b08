import { pauseBody } from '../../api/schemas/cooldown'
import { toFieldErrors } from '../../api/violations'
import { findPause } from '../../domain/find-pause'
import { PAUSED, type ActiveCooldown } from '../../domain/ports/limits'
import { UsageError } from '../exit'
import { argumentsOf, oneArgument } from '../options'
import { systemClock, type Action, type Ops } from './deps'
import { findTarget, namesOf, platformOf, unknownTarget } from './target'

/** `pause <platform or connection id> --reason "…" [--until <instant>] [--all]` */
export function pause(args: string[]): Action {
  const { positionals, values } = argumentsOf(args, {
    reason: { type: 'string' },
    until: { type: 'string' },
    all: { type: 'boolean', default: false },
  })
  const word = oneArgument(positionals, "what to pause: tiktok, instagram, youtube or a connection's id")
  const { reason, until = null, scope } = wishOf(word, values)

  return async (ops) => {
    const target = await findTarget(ops.connections, word)
    if (!target) throw unknownTarget(word)
    const [name] = await namesOf(ops.connections, [target])
    const untilMs = until && until.getTime()
    await ops.cooldowns.pause({ ...target, scope, reason, untilMs, pausedBy: ops.operator })
    const jobs = await ops.heldJobs.unfinished(target)
    ops.say(`${name} is paused ${until ? `until ${until.toISOString()}` : 'until you resume it'}.`)
    ops.say(`${jobs} unfinished ${jobs === 1 ? 'job' : 'jobs'}: each waits before its next call, none fails.`)
    if (scope === 'writes') ops.say('Questions about posts that may exist already go on; --all stops them, too.')
    ops.say(`To resume it: npm run ops -- resume ${word}`)
  }
}

/** By the rules of the API. @throws UsageError with every violation */
function wishOf(word: string, { reason, until, all }: { reason?: string; until?: string; all: boolean }) {
  const platform = platformOf(word)
  const target = platform ? { platform } : { connectionId: word }
  const wish = { ...target, reason, until, scope: all ? 'all' : 'writes' }
  const parsed = pauseBody(systemClock).safeParse(wish, { reportInput: true })
  if (parsed.success) return parsed.data
  const faults = toFieldErrors(parsed.error.issues, 'body')
  if (faults.some((fault) => 'pointer' in fault && fault.pointer === '/connectionId')) throw unknownTarget(word)
  throw new UsageError(
    faults.map((fault) => `${'pointer' in fault ? fault.pointer.replace('/', '--') : ''}: ${fault.message}`).join('\n'),
  )
}

/** `resume <platform, connection id or pause id>` */
export function resume(args: string[]): Action {
  const { positionals } = argumentsOf(args, {})
  const word = oneArgument(positionals, "what to resume: tiktok, instagram, youtube, a connection's id or a pause's")

  return async (ops) => {
    const held = await findHeld(ops, word)
    const [name] = await namesOf(ops.connections, [held])
    const jobs = await ops.heldJobs.waiting(held)
    if (!(await ops.cooldowns.resume(held.id))) throw new UsageError(`${name} is not paused any more.`)
    ops.say(`${name} is resumed: ${jobs} waiting ${jobs === 1 ? 'job goes' : 'jobs go'} on.`)
    await ops.reconcile()
  }
}

/** The pause that is meant. @throws UsageError */
async function findHeld({ cooldowns, connections, clock }: Ops, word: string): Promise<ActiveCooldown> {
  const target = await findTarget(connections, word)
  if (target) {
    const held = await findPause(cooldowns, target, clock.nowMs())
    if (held) return held
    throw new UsageError(`${(await namesOf(connections, [target])).join()} is not paused.`)
  }
  const held = (await cooldowns.active({}, clock.nowMs())).find(({ id }) => id === word)
  if (!held)
    throw new UsageError(`There is no platform, no connection and no pause "${word}": see npm run ops -- cooldowns.`)
  if (held.reason === PAUSED) return held
  throw new UsageError(`${word} is no pause: the platform itself said so, and it ends by itself.`)
}

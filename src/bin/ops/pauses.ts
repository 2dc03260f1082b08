import { pauseBody } from '../../api/schemas/cooldown'
import { viewCooldown } from '../../api/routes/cooldowns'
import { findPause } from '../../domain/find-pause'
import { PAUSED, type ActiveCooldown } from '../../domain/ports/limits'
import { EVERYTHING } from '../../domain/reach'
import { UsageError } from '../exit'
import { command, onlyWord } from './command'
import { systemClock, type Ops } from './deps'
import { counted } from './figures'
import { findTarget, namesOf, platformOf, unknownTarget } from './target'
import { faultsOf } from './wishes'

export const pause = command({
  name: 'pause',
  summary: 'Sends nothing more that leads to a post there; its jobs wait, none fails',
  words: {
    usage: '<tiktok|instagram|youtube|connection id>',
    wanted: "what to pause: tiktok, instagram, youtube or a connection's id",
    count: 'one',
  },
  options: {
    reason: { value: '<text>', about: 'Why: whoever looks at a waiting job reads it' },
    until: { value: '<instant>', about: 'When it ends by itself; without it, by ops resume only' },
    all: { about: 'Every call, also the questions about posts that may exist already' },
  },
  changes: true,
  details: 'A second pause of the same thing takes the place of the first.',
  examples: ['tiktok --reason "TikTok looks into our audit"'],
  prepare(input) {
    const word = onlyWord(input)
    const { reason, until = null, scope } = wishOf(word, input.values)
    return async (ops) => {
      const target = await findTarget(ops.connections, word)
      if (!target) throw unknownTarget(word)
      const [name] = await namesOf(ops.connections, [target])
      const ends = until ? `until ${until.toISOString()}` : 'until you resume it'
      const jobs = await ops.heldJobs.unfinished(target)
      return {
        lines: [`Pauses ${name} ${ends}, ${scope === 'all' ? 'every call' : 'writes only'}: ${reason}`],
        json: { ...target, scope, reason, until, unfinishedJobs: jobs },
        question: `Pause it? ${counted(jobs, 'unfinished job')} will wait.`,
        async apply() {
          const untilMs = until && until.getTime()
          const held = await ops.cooldowns.pause({ ...target, scope, reason, untilMs, pausedBy: ops.operator })
          return {
            lines: [
              `${name} is paused ${ends}.`,
              `${counted(jobs, 'unfinished job')}: each waits before its next call, none fails.`,
              ...(scope === 'all'
                ? []
                : ['Questions about posts that may exist already go on; --all stops them, too.']),
              `To resume it: npm run ops -- resume ${word}`,
            ],
            json: await viewCooldown(ops.connections, held, EVERYTHING),
          }
        },
      }
    }
  },
})

/** By the rules of the API. @throws UsageError with every violation */
function wishOf(word: string, { reason, until, all }: { reason?: string; until?: string; all?: boolean }) {
  const platform = platformOf(word)
  const target = platform ? { platform } : { connectionId: word }
  const wish = { ...target, reason, until, scope: all ? 'all' : 'writes' }
  const parsed = pauseBody(systemClock).safeParse(wish, { reportInput: true })
  if (parsed.success) return parsed.data
  const faults = faultsOf(parsed.error)
  if (faults.some((fault) => fault.startsWith('--connectionId:'))) throw unknownTarget(word)
  throw new UsageError(faults.join('\n'))
}

export const resume = command({
  name: 'resume',
  summary: 'Ends a pause; what waited for it goes on at once',
  words: {
    usage: '<tiktok|instagram|youtube|connection id|pause id>',
    wanted: "what to resume: tiktok, instagram, youtube, a connection's id or a pause's",
    count: 'one',
  },
  options: {},
  changes: true,
  details:
    "A platform's own cooldown cannot be ended: it ends by itself. Whatever goes on still passes the gate of calls.",
  examples: ['tiktok'],
  prepare(input) {
    const word = onlyWord(input)
    return async (ops) => {
      const held = await findHeld(ops, word)
      const [name] = await namesOf(ops.connections, [held])
      const jobs = await ops.heldJobs.waiting(held)
      const view = await viewCooldown(ops.connections, held, EVERYTHING)
      return {
        lines: [`Ends the pause of ${name}: ${held.message}`],
        json: { ...view, waitingJobs: jobs },
        question: `Resume it? ${counted(jobs, 'waiting job')} will go on.`,
        async apply() {
          const resumed = await ops.cooldowns.resume(held.id)
          if (!resumed) throw new UsageError(`${name} is not paused any more.`)
          await ops.reconcile()
          return {
            lines: [`${name} is resumed: ${counted(jobs, 'waiting job goes', 'waiting jobs go')} on.`],
            json: await viewCooldown(ops.connections, resumed, EVERYTHING),
          }
        },
      }
    }
  },
})

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

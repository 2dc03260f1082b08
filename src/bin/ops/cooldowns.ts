import { argumentsOf, noArguments } from '../options'
import type { Action } from './deps'
import { namesOf } from './target'

/** `cooldowns`: what is not called now, why, until when, and how many jobs wait for it. */
export function listCooldowns(args: string[]): Action {
  noArguments(argumentsOf(args, {}).positionals)

  return async ({ cooldowns, connections, heldJobs, clock, say }) => {
    const active = await cooldowns.active({}, clock.nowMs())
    if (active.length === 0) say('Nothing is paused, and nothing cools down.')
    const names = await namesOf(connections, active)
    for (const [index, held] of active.entries()) {
      const jobs = await heldJobs.waiting(held)
      const until = held.untilMs === null ? 'until it is resumed' : `until ${new Date(held.untilMs).toISOString()}`
      const by = typeof held.evidence.pausedBy === 'string' ? ` by ${held.evidence.pausedBy}` : ''
      say(`${names[index]}: ${held.reason}${by} ${until}, ${held.scope === 'all' ? 'every call' : 'writes only'}`)
      say(`  ${held.message}`)
      say(
        `  ${jobs} ${jobs === 1 ? 'job waits' : 'jobs wait'} for it. Since ${new Date(held.sinceMs).toISOString()}, id ${held.id}`,
      )
    }
  }
}

import { toCooldownView } from '../../api/views/cooldown-view'
import { EVERYTHING } from '../../domain/reach'
import { command } from './command'
import { namesOf } from './target'

/** What is not called now, why, until when, and how many jobs wait for it. */
export const cooldowns = command({
  name: 'cooldowns',
  summary: "What is not called now, by a platform's answer or by a pause, why and until when",
  options: {},
  changes: false,
  examples: ['', '--json'],
  prepare:
    () =>
    async ({ cooldowns, connections, heldJobs, clock }) => {
      const active = await cooldowns.active({}, clock.nowMs())
      const known = await connections.ofAccounts(
        active.flatMap(({ platformUserId }) => platformUserId ?? []),
        EVERYTHING,
      )
      const waiting = await Promise.all(active.map((held) => heldJobs.waiting(held)))
      const names = await namesOf(connections, active)
      const lines = active.flatMap((held, index) => {
        const until = held.untilMs === null ? 'until it is resumed' : `until ${new Date(held.untilMs).toISOString()}`
        const by = typeof held.evidence.pausedBy === 'string' ? ` by ${held.evidence.pausedBy}` : ''
        const jobs = waiting[index] === 1 ? '1 job waits' : `${waiting[index]} jobs wait`
        return [
          `${names[index]}: ${held.reason}${by} ${until}, ${held.scope === 'all' ? 'every call' : 'writes only'}`,
          `  ${held.message}`,
          `  ${jobs} for it. Since ${new Date(held.sinceMs).toISOString()}, id ${held.id}`,
        ]
      })
      return {
        lines: active.length > 0 ? lines : ['Nothing is paused, and nothing cools down.'],
        json: active.map((held, index) => ({ ...toCooldownView(held, known), waitingJobs: waiting[index] })),
      }
    },
})

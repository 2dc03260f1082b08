import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { LocalFailure } from '../../../local/failure'
import { say } from '../../../local/terminal'
import { withTestServers } from '../../../local/test-servers'
import { PRODUCTION_PACE } from './pace'
import { roll, type Rolled } from './roll'

const USAGE = 'npm run test:deploy -- [--jobs N] [--workers N] [--every-ms N] [--seed N] [--kill]'

/** How many intervals the publishes take about: every worker is restarted before, in and after the change of the release. */
const INTERVALS = 9

/** Uploads outlast restarts. */
const ANSWER_MS = 2_000

/** `npm run test:deploy`: a release is deployed under running publishes. @returns 1 if one of them is lost or posted twice */
export const main = (args: string[]): Promise<number> => {
  const { jobs, workers, everyMs, seed, kill } = optionsOf(args)
  return withTestServers(async (env, interrupted) => {
    Object.assign(process.env, env)
    const rolled = await Promise.race([
      roll({
        ...{ jobs, workers, seed, say, env: PRODUCTION_PACE },
        spreadMs: INTERVALS * everyMs,
        answerMs: ANSWER_MS,
        signal: kill ? 'SIGKILL' : 'SIGTERM',
        async nextRestart(_restart, publishes) {
          await pause(everyMs)
          return (await publishes.countEnded()) < jobs
        },
      }),
      interruptionOf(interrupted),
    ])
    for (const line of linesOf(rolled)) console.log(line)
    return rolled.lost.length + rolled.twice.length + rolled.otherEnds.length > 0 ? 1 : 0
  })
}

/** What is under way dies with its servers and with this process. */
const interruptionOf = async (interrupted: AbortSignal): Promise<never> => {
  await once(interrupted, 'abort')
  throw interrupted.reason
}

function linesOf(rolled: Rolled): string[] {
  const { jobs, published, lost, twice, otherEnds, restartsMs, onNextRelease, taskFailures, newerHistories } = rolled
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
  const { median, p95, most } = rolled.tookMs
  return [
    `${jobs} publishes: ${published} published, ${lost.length} lost, ${twice.length} twice`,
    `${restartsMs.length} restarts, the longest took ${seconds(Math.max(0, ...restartsMs))}`,
    `${onNextRelease} runs went on with the next release; workers of the present one met ${newerHistories} newer histories`,
    `${taskFailures} workflow tasks failed or were lost, and were done again`,
    `from acceptance or instant to the post: median ${seconds(median)}, 95 of 100 ${seconds(p95)}, longest ${seconds(most)}`,
    ...[...lost.map((id) => `LOST ${id}`), ...twice.map((id) => `TWICE ${id}`), ...otherEnds],
  ]
}

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      jobs: { type: 'string', default: '500' },
      workers: { type: 'string', default: '3' },
      'every-ms': { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      kill: { type: 'boolean', default: false },
    },
  })
  return {
    jobs: whole('jobs', values.jobs),
    workers: whole('workers', values.workers),
    everyMs: whole('every-ms', values['every-ms']),
    seed: whole('seed', values.seed),
    kill: values.kill,
  }
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new LocalFailure(`--${name} must be a whole number from 1.\n${USAGE}`)
  return value
}

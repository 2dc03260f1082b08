import { z } from 'zod'
import { findPause } from '../../domain/find-pause'
import type { JobRuns } from '../../domain/ports/jobs'
import { ApiProblem } from '../problems'
import { bestEffort } from '../publish/best-effort'
import { route } from '../route'
import { id } from '../schemas/common'
import { cooldown, pauseBody } from '../schemas/cooldown'
import { findAccount, viewCooldown, type CooldownDeps } from './cooldowns'

export interface PauseDeps extends CooldownDeps {
  runs: Pick<JobRuns, 'reconcile'>
}

export const pause = (deps: PauseDeps) =>
  route(
    {
      method: 'post',
      path: '/v1/pauses',
      operationId: 'pause',
      summary: 'Pause a platform or an account: its jobs wait, none fails',
      tag: 'Cooldowns and pauses',
      scope: 'operate',
      body: pauseBody(deps.clock),
      answer: cooldown,
      statuses: { 200: 'It was paused before: this pause has taken the place of that one', 201: 'Paused' },
      problems: ['validation-failed', 'connection-not-found'],
    },
    async ({ body: { platform, connectionId = '', reason, until, scope }, caller, log }) => {
      const { cooldowns, connections, clock } = deps
      const target = platform
        ? { platform, platformUserId: null }
        : await findAccount(connections, connectionId, caller.reach)
      const earlier = await findPause(cooldowns, target, clock.nowMs())
      const untilMs = until?.getTime() ?? null
      const paused = await cooldowns.pause({ ...target, scope, reason, untilMs, pausedBy: caller.principal })
      log.info({ pauseId: paused.id, platform: paused.platform, scope }, 'paused')
      return { status: earlier ? 200 : 201, body: await viewCooldown(connections, paused, caller.reach) }
    },
  )

export const resume = (deps: PauseDeps) =>
  route(
    {
      method: 'delete',
      path: '/v1/pauses/{id}',
      operationId: 'resume',
      summary: 'End a pause: the jobs that wait for it go on at once',
      tag: 'Cooldowns and pauses',
      scope: 'operate',
      params: z.strictObject({ id }),
      answer: cooldown,
      statuses: { 200: 'What was paused until now' },
      problems: ['validation-failed', 'pause-not-found', 'not-a-pause'],
    },
    async ({ params, caller, log }) => {
      const { cooldowns, connections, clock, runs } = deps
      const resumed = await cooldowns.resume(params.id)
      if (!resumed) {
        const active = await cooldowns.active({}, clock.nowMs())
        throw new ApiProblem(active.some(({ id }) => id === params.id) ? 'not-a-pause' : 'pause-not-found')
      }
      log.info({ pauseId: resumed.id, platform: resumed.platform }, 'resumed')
      await bestEffort(log, { pauseId: resumed.id, act: 'resume' }, () => runs.reconcile())
      return { status: 200, body: await viewCooldown(connections, resumed, caller.reach) }
    },
  )

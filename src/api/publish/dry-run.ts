import type { Caller } from '../../database/api-keys'
import { judge } from '../../domain/dry-run'
import { healthOf } from '../connect/health-of'
import { ApiProblem } from '../problems'
import type { DryRun } from '../schemas/dry-run'
import type { PublishRequest } from '../schemas/publish-job'
import { toDryRunTarget } from '../views/dry-run-view'
import { checkTarget, type CheckDeps } from './check-target'
import { planJobs, VIDEO_NOT_READY } from './plan-jobs'

/**
 * Tells what a publish request would come to, for each of its targets. Makes no job and no use of an idempotency key.
 * @throws ApiProblem `validation-failed` where what is wrong is wrong for the request as a whole
 */
export async function dryRun(deps: CheckDeps, request: PublishRequest, caller: Caller): Promise<DryRun> {
  const { connections, logins, clock } = deps
  const nowMs = clock.nowMs()
  const { video, jobs, violations, ofRequest, ofTargets } = await planJobs(deps, request, true, caller)
  if (!video || ofRequest.some(({ code }) => code !== VIDEO_NOT_READY))
    throw new ApiProblem('validation-failed', { errors: violations })

  const wanted = {
    nowMs,
    scheduledForMs: request.scheduledFor?.getTime() ?? null,
    publishBeforeMs: request.publishBefore?.getTime() ?? null,
  }
  const targets = request.targets.map(async ({ platform }, index) => {
    const job = jobs.find((planned) => planned.platform === platform)
    const row = job ? await connections.find(job.connectionId, caller.reach) : null
    const health = row && healthOf(logins, row, nowMs)
    const broken = [...ofRequest, ...(ofTargets[index] ?? [])]
    const [findings, appRefusal] = await Promise.all([
      checkTarget(deps, { request, job, health, broken, video, nowMs }),
      deps.appRefusals.latest(platform),
    ])
    return toDryRunTarget({ platform, job, health, appRefusal }, judge(findings, wanted))
  })
  return { dryRun: true, checkedAt: new Date(nowMs).toISOString(), targets: await Promise.all(targets) }
}

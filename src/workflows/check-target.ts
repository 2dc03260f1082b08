import { proxyActivities, setCurrentDetails } from '@temporalio/workflow'
import type { CheckActivities } from '../activities/check-target'
import type { LiveAnswer, TargetCheck } from '../domain/ports/check'
import { PRIORITY } from '../domain/urgency'
import { remoteQueue } from './contract'

/** Asks a platform, for a caller who waits, what a publish would ask it first. Publishing goes before. */
export async function checkTarget(target: TargetCheck): Promise<LiveAnswer> {
  setCurrentDetails('Asks the platform for a dry run; reads only, and nobody waits for it for longer than 15 seconds.')
  const { askPlatform } = proxyActivities<CheckActivities>({
    taskQueue: remoteQueue('call', target.platform),
    summary: 'token and preflight; reads only',
    startToCloseTimeout: '12 seconds',
    // The caller asks again.
    retry: { maximumAttempts: 1 },
    priority: { priorityKey: PRIORITY.housekeeping },
  })
  return askPlatform(target)
}

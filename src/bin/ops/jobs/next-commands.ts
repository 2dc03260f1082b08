import type { JobView } from '../../../api/schemas/publish-job'
import { UNFINISHED_PHASES } from '../../../domain/job'

const call = (words: string) => `npm run ops -- ${words}`

/** What an operator may do about a job as it is now, as it is typed. */
export function nextCommands({ jobId, phase, waitReason, post }: JobView, commitSent: boolean): string[] {
  if (phase === 'unconfirmed')
    return [call(`jobs resolve ${jobId} --live --post-id <id of the post>`), call(`jobs resolve ${jobId} --not-live`)]
  if (phase === 'failed' && post === null) return [call(`jobs retry ${jobId}`)]
  if (!UNFINISHED_PHASES.includes(phase) || commitSent) return []
  return [
    ...(phase === 'scheduled' ? [call(`jobs publish-now ${jobId}`)] : []),
    ...(waitReason === 'paused' ? [call('cooldowns')] : []),
    ...(phase === 'waiting-for-quota' ? [call('quota show')] : []),
    call(`jobs cancel ${jobId}`),
  ]
}

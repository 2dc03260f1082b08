import type { RunHealth } from './ports/open-runs'
import type { Finding } from './ports/rounds'
import type { Stuck, StuckCode, WatchedJob } from './stuck-jobs'

const SENTENCE: Record<StuckCode, (job: WatchedJob, late: string) => string> = {
  'not-started': (_job, late) => `It was accepted ${late} ago, and no run has taken it up.`,
  'step-overdue': ({ phase }, late) => `It is ${phase}, ${late} beyond the longest that this may take.`,
  'wait-overdue': ({ phase }, late) => `Its wait (${phase}) was over ${late} ago, and waking its run has not helped.`,
  'wait-without-end': ({ phase }, late) => `It waits (${phase}) without an end, for ${late}.`,
  'unconfirmed-for-long': (_job, late) =>
    `Its publishing request was sent ${late} ago, and no probe has found out what became of it.`,
}

/** Where the run itself is ill, that is what to heal. */
const CURE: Record<Exclude<RunHealth, 'well'>, { says: string; remedy: string }> = {
  absent: {
    says: 'It has no run.',
    remedy: 'The reconciler starts one every round: look at the errors in the log of the workers.',
  },
  failing: {
    says: 'The workflow task of its run fails again and again.',
    remedy:
      'Open the run in the Web UI: its last event tells why. Deploy the release that it began with, or mend this one.',
  },
  unserved: {
    says: 'No worker takes up the workflow task of its run.',
    remedy: 'Start workers that serve the queue "publish", or more of them.',
  },
}

const REMEDY: Record<StuckCode, string> = {
  'not-started': CURE.absent.remedy,
  'step-overdue':
    'Open the run in the Web UI: the pending activity tells its queue and its last failure. Look whether a worker serves that queue.',
  'wait-overdue': 'Open the run in the Web UI and look at its last events; its job tells the reason of the wait.',
  'wait-without-end': 'Publish it now or cancel it: POST /v1/publish-jobs/{jobId}/publish-now or …/cancel.',
  'unconfirmed-for-long':
    'Look at the account on the platform, then tell what you found: POST /v1/publish-jobs/{jobId}/resolve.',
}

export function stuckFinding(job: WatchedJob, { code, sinceMs }: Stuck, health: RunHealth, nowMs: number): Finding {
  const message = SENTENCE[code](job, duration(nowMs - sinceMs))
  if (health === 'well') return { code, jobId: job.jobId, message, remedy: REMEDY[code] }
  const { says, remedy } = CURE[health]
  return { code, jobId: job.jobId, message: `${message} ${says}`, remedy }
}

/** A run that has nothing left to do, and cannot see it. */
export const runFinding = (jobId: string, health: 'failing' | 'unserved', isOver: boolean): Finding => ({
  code: isOver ? 'run-not-ended' : 'run-failing',
  jobId,
  message: isOver ? `Its job is over, and its run is still open. ${CURE[health].says}` : CURE[health].says,
  remedy: isOver ? `${CURE[health].remedy} It may be terminated: it has nothing left to do.` : CURE[health].remedy,
})

/** In whole units, the two largest: `3 h 20 min`. */
function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const parts: [number, string][] = [
    [Math.floor(minutes / 1_440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ]
  const told = parts.filter(([count]) => count > 0).slice(0, 2)
  return told.map(([count, unit]) => `${count} ${unit}`).join(' ') || `${Math.floor(ms / 1_000)} s`
}

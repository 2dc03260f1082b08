import { DefaultLogger, type LogEntry } from '@temporalio/worker'
import type { Logger } from './logger'

/** Stands as `code` in the line about a run that newer code has gone on with. */
export const NEWER_HISTORY = 'newer-history'

/** For the runtime's telemetry options: what Temporal's core has to say comes to our log, not to the console beside it. */
export const CORE_LOGGING = { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } as const

/**
 * Temporal's own lines go where ours go; which of them are written is for `logger` to say.
 * @param onFailure gets what a worker has ended of. Its `run` does not tell: it fails of clearing up afterwards.
 */
export const temporalLogger = (logger: Logger, onFailure: (cause: unknown) => void = () => {}): DefaultLogger =>
  new DefaultLogger('TRACE', (entry) => {
    if (entry.message === 'Worker failed') onFailure(entry.meta?.error)
    const misfit = misfitOf(entry)
    if (misfit) return logger.error(misfit.about, misfit.sentence)
    const method = entry.level.toLowerCase() as Lowercase<LogEntry['level']>
    logger[method](withJobId(entry.meta ?? {}), entry.message)
  })

/** Whoever follows a job looks for it by this name in every line, whichever process has written it. */
const withJobId = (meta: Record<string | symbol, unknown>): object =>
  meta.workflowType === 'publishVideo' ? { jobId: meta.workflowId, ...meta } : meta

const REMEDY =
  'Nothing of it was done twice or lost; its job is in the database as it was. See docs/handbook/deploy.md.'

/** A history that the workflows of this worker do not fit, in words for who deploys; the core tells of it as rule TMPRL1100. */
function misfitOf({ meta }: LogEntry): { about: object; sentence: string } | undefined {
  const failure = String(meta?.failure ?? '')
  if (!failure.includes('[TMPRL1100]')) return undefined
  const [, patch] = /patch marker encountered for change ([\w-]+)/.exec(failure) ?? []
  const about = { runId: String(meta?.runId), failure }
  if (patch === undefined)
    return {
      about: { code: 'history-misfit', ...about },
      sentence: `The workflows of this worker do not fit the history of run ${about.runId}, which other code has made: one of them lacks a patch marker, or the newer version is not deployed here. ${REMEDY}`,
    }
  return {
    about: { code: NEWER_HISTORY, patch, ...about },
    sentence: `Run ${about.runId} was gone on with by newer code (${patch}), which this worker does not have: a worker of the newer version takes it over; deploy that version, or roll forward. ${REMEDY}`,
  }
}

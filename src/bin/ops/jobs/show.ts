import { viewJob } from '../../../api/routes/read-publish-jobs'
import type { JobView } from '../../../api/schemas/publish-job'
import type { FoundJob } from '../../../database/operations/job-search'
import { isCommitOpen } from '../../../database/publish-jobs/job-states'
import { isTerminal } from '../../../domain/job'
import { EVERYTHING } from '../../../domain/reach'
import { whoCanAct, type Actor } from '../../../domain/who-can-act'
import type { ErrorCategory } from '../../../domain/errors'
import { ApiProblem } from '../../../api/problems'
import { UsageError } from '../../exit'
import { command, onlyWord } from '../command'
import type { Ops } from '../deps'
import { figure } from '../figures'
import { table } from '../table'
import { shortened, toSecond } from '../texts'
import { nextCommands } from './next-commands'

/** The others are in the JSON. */
const MOST_ATTEMPTS = 8

export const showJob = command({
  name: 'jobs show',
  summary: 'All about one job: its wait and who can act, attempts, commit, post, and what may be done next',
  words: { usage: '<job id>', wanted: 'which job, by its id', count: 'one' },
  options: {},
  changes: false,
  examples: ['publish-0b5f2f0e', 'publish-0b5f2f0e --json'],
  prepare(input) {
    const jobId = onlyWord(input)
    return async (ops) => {
      const job = await viewJob(ops, jobId, EVERYTHING).catch(plainly)
      const [found] = await ops.operations.selectJobs({ jobIds: [jobId] }, 1)
      const json = { ...job, ...besides(job, found) }
      return { lines: await describe(ops, json), json }
    }
  },
})

/** What operators are told besides what callers are. */
function besides(job: JobView, found: FoundJob | undefined) {
  const actor = actorOf(job)
  const commitSent = found !== undefined && isCommitOpen(found)
  return {
    whoCanAct: actor,
    commit: found?.commitRequestedAt
      ? {
          requestedAt: found.commitRequestedAt.toISOString(),
          deadlineAt: found.commitDeadlineAt?.toISOString() ?? null,
          verdict: found.commitVerdict,
        }
      : null,
    next: nextCommands(job, commitSent),
  }
}

function actorOf({ phase, error, waitReason }: JobView): Actor | null {
  if (phase === 'waiting-for-reconnect') return 'user'
  if (error?.category) return whoCanAct({ code: error.code, category: error.category as ErrorCategory })
  return waitReason === 'paused' ? 'operator' : null
}

const ACTORS: Record<Actor, string> = {
  caller: 'the service that made it, by another request',
  user: 'the user, at the platform or by connecting the account again',
  operator: 'an operator',
  nobody: 'nobody: it passes by itself',
}

type Shown = JobView & ReturnType<typeof besides>

async function describe({ operations }: Ops, job: Shown): Promise<string[]> {
  const account = job.connectionId
    ? (await operations.findConnections({ id: job.connectionId }, { limit: 1, after: null })).rows[0]
    : undefined
  const { progress, error, post, commit, unconfirmed, queue } = job
  const facts: [string, string | null | undefined | false][] = [
    ['state', `${job.phase} (${job.status}), generation ${job.generation}, revision ${job.revision}`],
    ['user, video', `${job.userId}, ${job.videoId}`],
    ['account', account && `${account.platformUsername}, connection ${account.id}, ${account.status}`],
    ['scheduled for', job.scheduledFor],
    ['must be before', job.publishBefore],
    ['waits', job.waitReason && `${job.waitReason}${job.waitUntil ? ` until ${toSecond(job.waitUntil)}` : ''}`],
    ['queue', queue && `${figure(queue.place)} of ${figure(queue.of)}, about ${toSecond(queue.estimatedAt)}`],
    ['error', error && `${error.code} (${error.category ?? '?'}): ${error.message ?? ''}`],
    ['who can act', !isTerminal(job.phase) || job.phase === 'failed' ? job.whoCanAct && ACTORS[job.whoCanAct] : null],
    [
      'sent',
      `${figure(progress.bytesSent)} of ${progress.bytesTotal === null ? '?' : figure(progress.bytesTotal)} bytes`,
    ],
    ['commit', commit && `requested ${toSecond(commit.requestedAt)}, verdict: ${commit.verdict ?? 'none yet'}`],
    ['last answer', unconfirmed?.lastAnswer],
    ['next question', unconfirmed?.nextProbeAt && toSecond(unconfirmed.nextProbeAt)],
    ['look for', unconfirmed && hintOf(job)],
    ['post', post && `${post.postId ?? 'no public id yet'} ${post.url ?? ''}, ${toSecond(post.publishedAt)}`],
    ['Web UI', job.links.workflow],
  ]
  const told = facts.flatMap(([name, fact]) => (fact ? [[`  ${name}`, fact]] : []))
  return [
    `${job.jobId}: ${job.platform}`,
    ...table(told),
    ...tellAttempts(job),
    ...(job.next.length > 0 ? ['What may be done:', ...job.next.map((line) => `  ${line}`)] : []),
  ]
}

/** By what a person finds the post among those of the account. */
function hintOf({ caption, options, unconfirmed, createdAt }: JobView): string {
  const title = typeof options.title === 'string' ? options.title : caption
  return `a post of about ${toSecond(unconfirmed?.committedAt ?? createdAt)} with the text "${shortened(title)}"`
}

function tellAttempts({ attempts }: JobView): string[] {
  if (attempts.length === 0) return []
  const rows = attempts
    .slice(0, MOST_ATTEMPTS)
    .map(({ step, startedAt, outcome, platformCode, message }) => [
      ...[`  ${toSecond(startedAt)}`, step, outcome ?? 'under way', platformCode ?? ''],
      shortened(message ?? ''),
    ])
  const more = attempts.length > MOST_ATTEMPTS ? [`  and ${attempts.length - MOST_ATTEMPTS} before: --json`] : []
  return ['Attempts, newest first:', ...table(rows), ...more]
}

/** A job that there is not, or not any more, in a sentence. */
function plainly(error: unknown): never {
  if (!(error instanceof ApiProblem)) throw error
  throw new UsageError(error.message)
}

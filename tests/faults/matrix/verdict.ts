import { isDefiniteRefusal, type ErrorCategory } from '../../../src/domain/errors'
import { isCommit, PROBES } from './catalogue'
import { isExplained } from './settler'
import type { Evidence } from './trial'

/**
 * How a trial ended: the post exists, once; the post exists after a wait that the row explained; the platform or a
 * person has said no, and there is none; or something that must never be.
 */
export type Verdict = 'published' | 'waited' | 'refused' | 'cancelled' | 'breach'

export interface Judgement {
  verdict: Verdict
  /** What is wrong, in a sentence each. */
  breaches: string[]
}

/** Holds a trial to the bar: no duplicate, no loss, no job without a verdict or an explained wait. */
export function judge(evidence: Evidence): Judgement {
  const breaches = [
    ...settling(evidence),
    ...counting(evidence),
    ...bytes(evidence),
    ...attempts(evidence),
    ...commits(evidence),
    ...(isMissed(evidence) ? ['what was planned has not struck'] : []),
  ]
  if (breaches.length > 0) return { verdict: 'breach', breaches }
  const { row, trial } = evidence
  if (row.phase === 'cancelled') return { verdict: 'cancelled', breaches }
  if (row.phase === 'failed') return { verdict: 'refused', breaches }
  return { verdict: trial.waits.length > 0 ? 'waited' : 'published', breaches }
}

function settling({ trial, row }: Evidence): string[] {
  const unexplained = trial.waits
    .filter((wait) => !isExplained(wait))
    .map(({ phase }) => `waited as ${phase} unexplained`)
  return trial.settledMs === undefined ? [...unexplained, `stuck as ${row.phase}`] : unexplained
}

function counting({ row, posts, trial }: Evidence): string[] {
  const said = `the row says ${row.phase}${row.errorCode ? ` (${row.errorCode})` : ''}`
  if (posts.length > 1) return [`${posts.length} posts`]
  const [post] = posts
  if (row.phase === 'handed-over') return post ? [`a post exists, ${said}`] : []
  if (row.phase === 'published') {
    if (!post) return [`no post exists, ${said}`]
    if (!row.post) return ['the post is not on record']
    const isNamed = row.post.platformPostIdProvisional || row.post.platformPostId === post.postId
    return isNamed ? [] : [`the row names the post ${row.post.platformPostId}, it is ${post.postId}`]
  }
  if (post) return [`a post exists, ${said}`]
  if (row.phase === 'cancelled') return trial.plan.cancel ? [] : ['cancelled by nobody']
  if (trial.cancelAnswer === 'cancelled') return [`a cancel was promised, ${said}`]
  const isRefusal = row.phase === 'failed' && isDefiniteRefusal(row.errorCategory as ErrorCategory)
  return isRefusal ? [] : [`no post and no refusal, ${said}: ${row.errorMessage ?? 'no message'}`]
}

const bytes = ({ posts, trial }: Evidence): string[] =>
  posts
    .filter((post) => post.bytes !== trial.plan.sizeBytes || post.sha256 !== trial.sha256)
    .map(() => 'the post has other bytes than the video')

const attempts = ({ row }: Evidence): string[] =>
  row.attempts
    .filter(({ endedAt, step }) => endedAt === null && step !== 'enrich')
    .map(({ step }) => `the attempt of ${step} was left open`)

/** Between two requests that may publish there is a probe, in the rows and at the platform. */
function commits({ row, calls, trial }: Evidence): string[] {
  const steps = row.attempts.flatMap(({ step, outcome }) => {
    if (step === 'probe') return ['probe' as const]
    // A refusal is a verdict of its own.
    return step === 'commit' && outcome !== 'failed' ? ['commit' as const] : []
  })
  const requests = calls.flatMap((call) => {
    if (call.operation === PROBES[trial.plan.platform]) return ['probe' as const]
    return isCommit(call) ? ['commit' as const] : []
  })
  return [
    ...(isBlind(steps) ? ['two commits in a row without a probe between them'] : []),
    ...(isBlind(requests) ? ['the platform got two commits without a question between them'] : []),
  ]
}

const isBlind = (steps: ('probe' | 'commit')[]): boolean =>
  steps.some((step, index) => step === 'commit' && steps[index - 1] === 'commit')

/** The call was not made, or not in the right place: the run has proved nothing of its plan. */
export function isMissed({ trial, struck }: Evidence): boolean {
  const { plan, killed } = trial
  return plan.aim !== undefined && (!struck || (plan.kill !== undefined && !killed))
}

import { checkReadiness } from '../../observability/health'
import { toCooldownView } from '../../api/views/cooldown-view'
import { toMaintenanceView } from '../../api/views/maintenance-view'
import { knownRounds } from '../../domain/known-rounds'
import { PHASES } from '../../domain/job'
import { pacificDay } from '../../domain/quota'
import { EVERYTHING } from '../../domain/reach'
import { DAY_MS } from '../../domain/retention'
import { command } from './command'
import type { Ops } from './deps'
import { counted, figure } from './figures'
import { stuckJobs } from './jobs/filters'
import { viewDay } from './quota'
import { table } from './table'
import { ago } from './texts'
import { namesOf } from './target'

/** How long a part may take to answer: longer than a call to Temporal may, which must not go on when the connection is closed. */
const ANSWER_MS = 10_000

export const status = command({
  name: 'status',
  summary: 'What is the matter now, on one screen: begin here',
  options: {},
  changes: false,
  details:
    'It ends with 1 where Temporal, the bucket or the database is out of reach, so that a script may ask it, too.',
  examples: ['', '--json'],
  prepare: () => async (ops) => {
    const [{ ready, dependencies }, jobs, limits, service] = await Promise.all([
      checkReadiness(ops.checks, ANSWER_MS),
      surveyJobs(ops),
      surveyLimits(ops),
      surveyService(ops),
    ])
    return {
      lines: [
        Object.entries(dependencies)
          .map(([name, state]) => `${name}: ${state}`)
          .join(', '),
        ...jobs.lines,
        ...limits.lines,
        ...service.lines,
      ],
      json: { dependencies, ...jobs.json, ...limits.json, ...service.json },
      failed: !ready,
    }
  },
})

async function surveyJobs(ops: Ops) {
  const nowMs = ops.clock.nowMs()
  const [unfinished, failures, stuck] = await Promise.all([
    ops.operations.countUnfinished(),
    ops.operations.countFailures(new Date(nowMs - DAY_MS)),
    stuckJobs(ops),
  ])
  unfinished.sort((one, other) => PHASES.indexOf(one.phase) - PHASES.indexOf(other.phase))
  failures.sort((one, other) => other.count - one.count)
  const rows = unfinished.map(({ phase, platform, count, oldestCreatedAt }) => [
    ...[`  ${phase}`, platform, figure(count)],
    oldestCreatedAt ? `the oldest of ${ago(oldestCreatedAt.getTime(), nowMs)} ago` : '',
  ])
  const isAny = (phase: string) => unfinished.some((count) => count.phase === phase)
  return {
    lines: [
      unfinished.length === 0 ? 'No job is under way.' : 'Jobs under way:',
      ...table(rows),
      ...(isAny('unconfirmed') ? ['  look at them: npm run ops -- jobs list --phase unconfirmed'] : []),
      ...(stuck.length > 0
        ? [`${counted(stuck.length, 'job is', 'jobs are')} stuck: npm run ops -- jobs list --stuck`]
        : []),
      failures.length === 0 ? 'No job failed in the last 24 hours.' : 'Failed in the last 24 hours:',
      ...table(failures.map(({ platform, errorCode, count }) => [`  ${errorCode ?? '?'}`, platform, figure(count)])),
    ],
    json: { unfinished, failures, stuck },
  }
}

async function surveyLimits(ops: Ops) {
  const { cooldowns, connections, quotaDays, clock } = ops
  const nowMs = clock.nowMs()
  const [active, day] = await Promise.all([
    cooldowns.active({}, nowMs),
    quotaDays.find(pacificDay(nowMs)).then((found) => viewDay(ops, found)),
  ])
  const known = await connections.ofAccounts(
    active.flatMap(({ platformUserId }) => platformUserId ?? []),
    EVERYTHING,
  )
  const names = await namesOf(connections, active)
  const held = active.map(({ reason, untilMs }, index) => [
    `  ${names[index]}`,
    ...[reason, untilMs === null ? 'until it is resumed' : `until ${new Date(untilMs).toISOString()}`],
  ])
  return {
    lines: [
      active.length === 0 ? 'Nothing is paused, and nothing cools down.' : 'Paused or cooling down:',
      ...table(held),
      `YouTube on ${day.day}: room for ${counted(day.placesFree, 'upload')}, ${figure(day.queue.waiting)} waiting for one`,
    ],
    json: { cooldowns: active.map((one) => toCooldownView(one, known)), quota: day },
  }
}

async function surveyService({ operations, schedules, reports, workflowUrl }: Ops) {
  const [unusable, endpoints, known, rounds] = await Promise.all([
    operations.countUnusable(),
    operations.countTroubledEndpoints(),
    schedules.read(),
    reports.all(),
  ])
  const accounts = unusable.map(({ platform, status, statusReason, count }) => [
    ...[`  ${platform}`, status, statusReason ?? ''],
    figure(count),
  ])
  const last = knownRounds(known, rounds).map(({ id, report }) => [
    `  ${id}`,
    report ? new Date(report.endedAtMs).toISOString() : 'none yet',
    report && report.findings.length > 0
      ? `${counted(report.findings.length, 'finding')}: npm run ops -- maintenance`
      : '',
  ])
  return {
    lines: [
      unusable.length === 0 ? 'Every account can be used.' : 'Accounts that cannot be used:',
      ...table(accounts),
      `Webhook endpoints: ${endpoints.disabled} disabled, ${endpoints.failing} failing`,
      'Last rounds:',
      ...table(last),
    ],
    json: {
      connections: unusable,
      webhookEndpoints: endpoints,
      maintenance: toMaintenanceView(known, rounds, workflowUrl).items,
    },
  }
}

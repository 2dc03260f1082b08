import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Registry } from 'prom-client'
import { parse } from 'yaml'
import { workerParts } from '../../src/bin/worker-metrics'
import { parseConfig } from '../../src/config'
import { createPrisma } from '../../src/database/prisma'
import { callMetrics } from '../../src/observability/call-metrics'
import { createHttpRecorder } from '../../src/observability/http-metrics'
import { createLogger } from '../../src/observability/logger'
import { createMetrics, createProcessRegistry } from '../../src/observability/metrics'
import { createRecorders } from '../../src/observability/recorders'
import { apiEnv } from '../support/api-env'
import { readExpression } from '../support/promql'
import { systemClock } from '../support/workers'

const read = (file: string) => readFileSync(path.join(__dirname, '..', '..', file), 'utf8')

/** What Prometheus sets on every series. */
const OF_TARGET = ['job', 'instance']

/** By name, the labels that a series may have. */
type Exported = Map<string, string[]>

/** Of others than us: Prometheus itself, and Temporal's SDK, as tests/integration/metrics.test.ts has found it. */
const FOREIGN: Exported = new Map([
  ['up', []],
  ['temporal_worker_task_slots_available', ['task_queue', 'worker_type']],
])

/** As worker and API put them together; nothing of them is read. */
function registries(): Registry[] {
  const config = parseConfig(apiEnv('postgresql://nobody@127.0.0.1:1/none'))
  const process = createProcessRegistry()
  createMetrics({ registry: process, parts: {}, logger: createLogger('test', 'silent') })
  createRecorders(process)
  callMetrics(process)
  createHttpRecorder(process, () => 0)

  const rows = new Registry()
  const queues = { read: () => Promise.resolve([]) }
  const parts = workerParts(config, { prisma: createPrisma(config.DATABASE_URL), clock: systemClock, queues })
  for (const part of Object.values(parts)) part(rows)
  return [process, rows]
}

function seriesOf(registry: Registry): [string, string[]][] {
  return registry.getMetricsAsArray().flatMap((metric): [string, string[]][] => {
    const { labelNames } = metric as unknown as { labelNames: string[] }
    const { name } = metric
    if (String(metric.type) !== 'histogram') return [[name, labelNames]]
    return [
      [`${name}_bucket`, [...labelNames, 'le']],
      [`${name}_sum`, labelNames],
      [`${name}_count`, labelNames],
    ]
  })
}

interface Rule {
  alert: string
  expr: string
  annotations: { summary: string; runbook: string }
}

interface Dashboard {
  panels: { title: string; targets?: { expr: string; legendFormat: string }[] }[]
}

const { groups } = parse(read('deploy/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] }
const rules = groups.flatMap((group) => group.rules)
const { panels } = JSON.parse(read('deploy/grafana/dashboards/publisher.json')) as Dashboard
const ours = registries()
const exported: Exported = new Map([...ours.flatMap(seriesOf), ...FOREIGN])

/** An expression and what is said about each of its results. */
const asked = [
  ...rules.map(({ alert, expr, annotations }) => [alert, expr, annotations.summary] as const),
  ...panels.flatMap(({ title, targets = [] }) => targets.map((one) => [title, one.expr, one.legendFormat] as const)),
]

const labelsOf = (name: string): string[] => [...(exported.get(name) ?? []), ...OF_TARGET]

test.each(asked)('%s asks for series that are exported, by labels that they have', (_title, expr, text) => {
  const { selections, grouping, errors } = readExpression(expr)
  expect(errors).toEqual([])
  expect(selections).not.toEqual([])
  const all = selections.flatMap(({ name }) => labelsOf(name))
  for (const { name, labels } of selections) {
    expect([...exported.keys()]).toContain(name)
    expect(labelsOf(name)).toEqual(expect.arrayContaining(labels))
  }
  expect(all).toEqual(expect.arrayContaining(grouping))

  const isAggregated = /\b(sum|max)\b/.test(expr)
  const named = [...text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label]) => label)
  expect(isAggregated ? grouping : all).toEqual(expect.arrayContaining(named))
})

test.each(rules.map(({ alert, annotations }) => [alert, annotations.runbook]))(
  '%s leads to the page of the handbook that tells of it: %s',
  (alert, runbook) => {
    expect(runbook).toMatch(/^docs\/handbook\/[\w-]+\.md$/)
    expect(read(runbook)).toContain(`\`${alert}\``)
  },
)

test("the handbook's page names every metric of ours, and no other", () => {
  const named = [...read('docs/handbook/metrics.md').matchAll(/`(publisher_\w+)(\{\w+\})?`/g)].map(([, name]) => name)
  const names = ours.flatMap((registry) => registry.getMetricsAsArray().map(({ name }) => name))
  const own = names.filter((name) => name.startsWith('publisher_'))
  expect([...new Set(named)].sort()).toEqual(own.sort())
})

import { Registry } from 'prom-client'
import { createLogger } from '../../src/observability/logger'
import { createMetrics, type Metrics, type MetricsPart } from '../../src/observability/metrics'
import { createRecorders, type Recorders } from '../../src/observability/recorders'

/** Metrics of these parts alone, without the process's own. */
export const metricsOf = (parts: Record<string, MetricsPart>): Metrics =>
  createMetrics({ registry: new Registry(), parts, logger: createLogger('test', 'silent') })

/** Of a worker whose metrics nobody reads. */
export const unreadRecorders = (): Recorders => createRecorders(new Registry())

/** Of all that a process tells, our own lines. */
export const ownLines = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('publisher_'))
    .join('\n')

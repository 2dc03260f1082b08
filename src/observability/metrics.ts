import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import { inTime } from './in-time'
import type { Logger } from './logger'

/**
 * Metrics that are read from elsewhere (the database, Temporal) at each scrape: registers them in a registry of its own.
 * @returns what brings them up to date; where it fails, none of its metrics is told in that scrape
 */
export type MetricsPart = (registry: Registry) => () => Promise<void>

/** Lines in Prometheus' text format that somebody else has written. */
export type ForeignMetrics = () => Promise<string>

export interface MetricsSources {
  /** What this process counts by itself: recorders register here (`createProcessRegistry`). */
  registry: Registry
  parts: Record<string, MetricsPart>
  foreign?: Record<string, ForeignMetrics>
  logger: Pick<Logger, 'warn'>
}

export interface Metrics {
  contentType: string
  /** In Prometheus' text format. Never rejects: a part that fails or takes too long is left out, and told as down. */
  read(): Promise<string>
}

/** Prometheus itself gives a scrape ten seconds. */
const PART_TIMEOUT_MS = 5_000

/** One for the process, with what Node.js tells about it. A recorder takes it and registers its counters and histograms. */
export function createProcessRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** All metrics of a process. What it counts itself is told whatever else is down. */
export function createMetrics({ registry, parts, foreign = {}, logger }: MetricsSources): Metrics {
  const up = new Gauge({
    name: 'publisher_metrics_part_up',
    help: 'Whether a part of the metrics could be read in this scrape; one that is down is left out',
    labelNames: ['part'],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'publisher_metrics_part_failures_total',
    help: 'Scrapes that a part of the metrics was left out of',
    labelNames: ['part'],
    registers: [registry],
  })
  const readers = { ...mapped(parts, ownLines), ...foreign }

  async function readPart(part: string, read: ForeignMetrics): Promise<string> {
    try {
      const lines = await inTime(read(), PART_TIMEOUT_MS)
      up.set({ part }, 1)
      return lines
    } catch (err) {
      logger.warn({ err, part }, 'a part of the metrics could not be read')
      up.set({ part }, 0)
      failures.inc({ part })
      return ''
    }
  }

  return {
    contentType: registry.contentType,
    async read() {
      const lines = await Promise.all(Object.entries(readers).map(([part, read]) => readPart(part, read)))
      return [await registry.metrics(), ...lines].join('\n')
    },
  }
}

/** In a registry of its own, so that values of an earlier scrape are not told as if they were still true. */
function ownLines(part: MetricsPart): ForeignMetrics {
  const registry = new Registry()
  const update = part(registry)
  return async () => {
    await update()
    return registry.metrics()
  }
}

const mapped = <From, To>(values: Record<string, From>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, to(value)]))

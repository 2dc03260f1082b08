import { collectDefaultMetrics, Registry } from 'prom-client'

/** Registers its metrics. @returns what brings them up to date, called before each scrape */
export type MetricsPart = (registry: Registry) => () => Promise<void>

export interface Metrics {
  contentType: string
  /** In Prometheus' text format. */
  read(): Promise<string>
}

/** The process's own metrics and those of the parts, in a registry of their own. */
export function createMetrics(parts: MetricsPart[]): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const updates = parts.map((part) => part(registry))
  return {
    contentType: registry.contentType,
    async read() {
      await Promise.all(updates.map((update) => update()))
      return registry.metrics()
    },
  }
}

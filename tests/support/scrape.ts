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

/** What one scrape has told. */
export interface Scrape {
  has(name: string): boolean
  /** Of the series of that name that have these labels; 0 where there is none. */
  sum(name: string, labels: Record<string, string>): number
  names(): Set<string>
}

export async function scrape(url: string): Promise<Scrape> {
  const answer = await fetch(url)
  return readScrape(await answer.text())
}

/** @param text in Prometheus' text format */
export function readScrape(text: string): Scrape {
  const series = [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, said]) => [key, said])),
    value: Number(value),
  }))
  const names = new Set(series.map(({ name }) => name))
  return {
    has: (name) => names.has(name),
    names: () => names,
    sum: (name, labels) =>
      series
        .filter((one) => one.name === name && Object.entries(labels).every(([key, said]) => one.labels[key] === said))
        .reduce((total, { value }) => total + value, 0),
  }
}

import { createServer, type AddressInfo } from 'node:net'
import type { MetricsExporterConfig } from '@temporalio/worker'
import type { ForeignMetrics } from './metrics'

const LOOPBACK = '127.0.0.1'

export interface TemporalMetrics {
  /** For the runtime's telemetry options. */
  exporter: MetricsExporterConfig
  read: ForeignMetrics
}

/**
 * What Temporal's SDK measures (slots, polls, cache, requests, latencies, in seconds). It serves that itself, on a port
 * that only this machine reaches and nobody needs to know: our own `/metrics` repeats it.
 */
export async function temporalMetrics(): Promise<TemporalMetrics> {
  const bindAddress = `${LOOPBACK}:${await freePort()}`
  return {
    exporter: {
      prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
    },
    async read() {
      const answer = await fetch(`http://${bindAddress}/metrics`)
      if (!answer.ok) throw new Error(`the exporter of Temporal's SDK answers ${answer.status}`)
      return answer.text()
    },
  }
}

/** The exporter does not tell which port it has got, so it is given one that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, LOOPBACK, () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

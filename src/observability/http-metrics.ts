import { Gauge, Histogram, type Registry } from 'prom-client'

const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

export interface AnsweredRequest {
  method: string
  /** As the document spells it, `/v1/users/{id}`; null: no route of ours. */
  route: string | null
  /** Null: the caller was gone before the answer. */
  status: number | null
  durationMs: number
}

/** What an API process counts. */
export interface HttpRecorder {
  requestEnded(request: AnsweredRequest): void
}

/** Once for each registry. @param followers how many event streams are open */
export function createHttpRecorder(registry: Registry, followers: () => number): HttpRecorder {
  const registers = [registry]
  new Gauge({
    name: 'publisher_event_stream_followers',
    help: 'Event streams that are open at this process',
    registers,
    collect() {
      this.set(followers())
    },
  })
  const duration = new Histogram({
    name: 'publisher_http_request_duration_seconds',
    help: 'Requests by route and class of status; event streams that were opened are not among them',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_S,
    registers,
  })
  return {
    requestEnded({ method, route, status, durationMs }) {
      const statusClass = status === null ? 'aborted' : `${Math.floor(status / 100)}xx`
      duration.observe({ method: knownMethod(method), route: route ?? 'none', status: statusClass }, durationMs / 1_000)
    },
  }
}

/** A caller may send any word as a method; a metric's labels are bounded. */
const knownMethod = (method: string): string =>
  ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other'

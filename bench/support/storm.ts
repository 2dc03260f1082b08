import autocannon from 'autocannon'

/** What one caller sends over and over. */
export interface Storm {
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  /** Of the next request. */
  next?: () => { headers?: Record<string, string>; body: object }
  /** What counts as an answer; any other is an error. */
  status: number
}

export interface StormResult {
  perSecond: number
  p50Ms: number
  p99Ms: number
  errors: number
}

/** Sends `count` requests, `callers` at a time, each caller the next one once the last was answered. */
export async function runStorm(
  url: string,
  { method, path, headers, next, status }: Storm,
  { callers, count }: { callers: number; count: number },
): Promise<StormResult> {
  const startMs = performance.now()
  const {
    latency,
    errors,
    statusCodeStats = {},
  } = await autocannon({
    url,
    connections: callers,
    amount: count,
    requests: [
      {
        method,
        path,
        headers,
        ...(next && {
          setupRequest: (request) => {
            const { headers: own, body } = next()
            return { ...request, headers: { ...headers, ...own }, body: JSON.stringify(body) }
          },
        }),
      },
    ],
  })
  const good = statusCodeStats[`${status}`]?.count ?? 0
  return {
    perSecond: (count * 1_000) / (performance.now() - startMs),
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    errors: errors + count - good,
  }
}

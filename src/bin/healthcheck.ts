/**
 * `node dist/bin/healthcheck.js [/readyz]`: asks the API or the worker of this container, whichever runs in it, whether it
 * lives (`/healthz`), or what its argument names. Exit code 0 where one of them says so. For the image's HEALTHCHECK and for
 * `exec` probes, which reach a worker that serves its health on 127.0.0.1 only.
 */
const { API_PORT = '3000', WORKER_HEALTH_PORT = '3001' } = process.env
const path = process.argv[2] ?? '/healthz'

const isOk = async (port: string): Promise<void> => {
  const { ok } = await fetch(`http://127.0.0.1:${port}${path}`)
  if (!ok) throw new Error(`not ok on port ${port}`)
}

Promise.any([API_PORT, WORKER_HEALTH_PORT].map(isOk)).then(
  () => process.exit(0),
  () => process.exit(1),
)

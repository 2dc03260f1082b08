/** Aborted by the first Ctrl-C or request to end; later ones change nothing, since stopping in order has begun. */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new Error(`interrupted by ${signal}`)))
  }
  return controller.signal
}

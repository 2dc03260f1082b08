/** Calls `stop` at the first SIGTERM or SIGINT. A second one, of either kind, ends the process at once. */
export function stopOnSignal(stop: (signal: NodeJS.Signals) => void): void {
  const first = (signal: NodeJS.Signals) => {
    process.off('SIGTERM', first).off('SIGINT', first)
    stop(signal)
  }
  process.on('SIGTERM', first).on('SIGINT', first)
}

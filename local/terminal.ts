const startedAtMs = performance.now()

/** A line of the command's story, with the seconds since it began. */
export function say(line: string): void {
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1).padStart(6)
  process.stdout.write(`${seconds}s  ${line}\n`)
}

export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0)} MB`

/** Says how far a transfer is: at every quarter, or once where the total is unknown. Call it as often as bytes arrive. */
export function transferProgress(label: string, totalBytes: number | undefined): (doneBytes: number) => void {
  let told = -1
  return (doneBytes) => {
    const quarter = totalBytes ? Math.floor((4 * doneBytes) / totalBytes) : 0
    if (quarter <= told) return
    told = quarter
    say(`${label}: ${totalBytes ? `${quarter * 25} % of ${megabytes(totalBytes)}` : 'started'}`)
  }
}

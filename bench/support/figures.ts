/** The value below which `share` (0 to 1) of the samples lie; NaN of none. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

/** `min / median / max` of what several rounds gave. */
export const spread = (samples: readonly number[], digits = 1): string =>
  [Math.min(...samples), median(samples), Math.max(...samples)].map((value) => value.toFixed(digits)).join(' / ')

/** Prints rows under their headings, in columns as wide as their widest cell. */
export function printTable(headings: string[], rows: string[][]): void {
  const lines = [headings, ...rows]
  const widths = headings.map((_heading, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines) {
    console.log(`  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd())
  }
}

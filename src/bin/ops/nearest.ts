/** ` Did you mean …?` where one of the words is close enough to be meant, else nothing. */
export function nearest(typed: string, words: string[]): string {
  const [best] = words
    .map((word) => ({ word, away: distance(typed, word) }))
    .sort((one, other) => one.away - other.away)
  return best && best.away <= Math.max(2, Math.floor(typed.length / 3)) ? ` Did you mean '${best.word}'?` : ''
}

/** Levenshtein: how many letters must be put in, left out or replaced. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_cell, column) => column)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[to.length] ?? 0
}

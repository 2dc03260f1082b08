/**
 * Promise.all that throws only when nothing is under way any more, so that whoever clears up after a failure meets no
 * start that still goes on.
 */
export async function settleAll<T extends readonly unknown[]>(
  starts: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(starts)
  return Promise.all(starts)
}

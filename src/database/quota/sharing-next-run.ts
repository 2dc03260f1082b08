/**
 * Runs of `work` follow each other. Whoever asks while one is under way gets the next one, which sees all that was there
 * by then; it is made once for all of them.
 * @param forOthers what those get of a run whom it was not begun for
 */
export function sharingNextRun<T>(work: () => Promise<T>, forOthers: (result: T) => T): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  let next: Promise<T> | undefined
  return () => {
    if (next) return next.then(forOthers)
    next = last.then(() => {
      next = undefined
      return work()
    })
    last = next.catch(() => {})
    return next
  }
}

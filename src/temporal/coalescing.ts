/** Calls that are equal and come while one of them runs share it. */
export function coalescing<Args extends (string | number)[], T>(
  work: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const running = new Map<string, Promise<T>>()
  return (...args) => {
    const key = JSON.stringify(args)
    const shared = running.get(key) ?? work(...args).finally(() => running.delete(key))
    running.set(key, shared)
    return shared
  }
}

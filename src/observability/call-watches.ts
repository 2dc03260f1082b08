import type { CallWatch } from '../domain/ports/call-watch'

/** One that tells several. */
export const callWatches = (watches: CallWatch[]): CallWatch => ({
  begin(call) {
    const ends = watches.map((watch) => watch.begin(call))
    return (end) => ends.forEach((tell) => tell(end))
  },
})

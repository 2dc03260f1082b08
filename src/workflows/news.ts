import { CancellationScope, condition, setHandler } from '@temporalio/workflow'
import { platformEventSignal } from './messages'

/**
 * A publish has three events or four of its own. Whatever comes beyond these must not fill the history: polling finds
 * out without.
 */
const MAX_HEARD = 10

/** Events of the platform's, as a run hears of them: never a verdict, only a reason to ask at once. */
export interface News {
  /** Something was told that nothing has been asked about yet. */
  readonly isFresh: boolean
  /** Call before something is asked or read: it will know what was told until now. */
  forget(): void
  /** Asks the platform; with news, instead of waiting for the end of an interval, anew. */
  asking<T>(ask: () => Promise<T>): Promise<T>
}

/** Registers the handler of a run. Call before the workflow's first await. */
export function listenForNews(): News {
  let heardCount = 0
  let isFresh = false

  setHandler(
    platformEventSignal,
    () => {
      if (isFresh || heardCount === MAX_HEARD) return
      isFresh = true
      heardCount++
    },
    { description: 'The platform tells that something has become of the upload: the run asks it at once.' },
  )

  const news: News = {
    get isFresh() {
      return isFresh
    },
    forget: () => void (isFresh = false),
    async asking(ask) {
      for (;;) {
        news.forget()
        const scope = new CancellationScope()
        const answer = scope.run(ask)
        let isOver = false
        const end = () => void (isOver = true)
        answer.then(end, end)
        await condition(() => isOver || news.isFresh)
        // A question that waits for its next attempt ends at once; one that is being asked may still bring its answer.
        if (news.isFresh) scope.cancel()
        try {
          return await answer
        } catch (error) {
          if (!news.isFresh) throw error
        }
      }
    },
  }
  return news
}

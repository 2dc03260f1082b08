import type { Pacing } from '../domain/pacing'
import type { RunId } from '../domain/ports/run'
import type { Board } from './board'
import type { Hands } from './hands'
import type { News } from './news'
import type { RemoteSteps } from './proxies'

/** One look at the row and what is done about it. */
export interface Round {
  run: RunId
  hands: Hands
  news: News
  board: Board
  pacing: Pacing
  steps: RemoteSteps
  /** Which time the run does this, from 1. */
  attempt: number
}

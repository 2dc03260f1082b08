import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow'
import type { ClaimedWork } from '../activities/rows'
import { PHASE_STATUS, type JobPhase } from '../domain/job'
import type { RunFacts, RunId, Why } from '../domain/ports/run'
import { SEARCH_ATTRIBUTES } from './contract'
import { detailsOf, type Moment } from './details'

/** Shows a run to operators: search attributes to filter by, and current details to read. Ids and our own words, no texts of users. */
export interface Board {
  /** The row, as the run has just read it. */
  read(claimed: ClaimedWork): void
  show(phase: JobPhase, moment?: Pick<Moment, 'untilMs' | 'why' | 'place'>): void
  /** The phase stays, while the step that failed is about to be tried again. */
  again(untilMs: number, why: Why): void
  /** The upload that is under way has begun to bring bytes. */
  uploading(): void
}

export function createBoard(run: RunId): Board {
  let facts: RunFacts | undefined
  let shown: JobPhase = 'accepted'
  let isShown = false
  let publishAtMs: number | null | undefined = hasPublishAt() ? undefined : null

  /** Follows the row; where that was not told, as in runs from before, the wait for the instant. */
  function keepPublishAt({ phase, move }: ClaimedWork): void {
    const waitsForMs = phase === 'scheduled' && move.kind === 'wait' ? move.untilMs : undefined
    const atMs = facts ? facts.scheduledForMs : waitsForMs
    if (atMs === undefined || atMs === publishAtMs) return
    publishAtMs = atMs
    upsertSearchAttributes([{ key: SEARCH_ATTRIBUTES.publishAt, value: atMs === null ? null : new Date(atMs) }])
  }

  const board: Board = {
    read(claimed) {
      facts = claimed.facts
      keepPublishAt(claimed)
      const { phase, move, place, problem } = claimed
      board.show(phase, {
        untilMs: move.kind === 'wait' ? move.untilMs : undefined,
        why: facts?.why ?? problem ?? undefined,
        place,
      })
    },

    show(phase, moment = {}) {
      setCurrentDetails(detailsOf(run, { phase, facts, ...moment }))
      if (isShown && phase === shown) return
      isShown = true
      shown = phase
      upsertSearchAttributes([
        { key: SEARCH_ATTRIBUTES.status, value: PHASE_STATUS[phase] },
        { key: SEARCH_ATTRIBUTES.phase, value: phase },
      ])
    },

    again: (untilMs, why) => board.show(shown, { untilMs, why }),

    uploading() {
      if (shown === 'preparing') board.show('uploading')
    },
  }
  return board
}

const hasPublishAt = (): boolean => workflowInfo().typedSearchAttributes.get(SEARCH_ATTRIBUTES.publishAt) !== undefined

import type { Problem } from './errors'

/** Why a post waits for another one of its account. */
export const ACCOUNT_BUSY: Problem = {
  code: 'account-busy',
  category: 'rate-limited',
  message:
    'Another post of this account is being published, and of two at once a lost one could not be told from the other.',
  remedy: 'Nothing to do: the posts of the account go out one after the other.',
}

const MAX_WAIT_MS = 600_000

/**
 * How long to wait before looking again, unless told earlier that the way is free, which is the rule.
 * @param place in the line, from 1: whoever is far behind need not look often
 */
export const laneWaitMs = (place: number, pollIntervalMs: number): number =>
  Math.min(MAX_WAIT_MS, 2 * pollIntervalMs * place)

import type { Account, UploadTask } from '../domain/ports/platform'
import type { Phase } from './error-table'

/** What a call is made for and for whom. */
export interface CallContext {
  phase: Phase
  account: Account
  signal: AbortSignal
}

export const callContext = (
  { account, signal }: Pick<UploadTask, 'account' | 'signal'>,
  phase: Phase,
): CallContext => ({
  phase,
  account,
  signal,
})

import { defineSignal, defineUpdate } from '@temporalio/workflow'
import type { HandResult, Resolution } from '../domain/ports/jobs'

/** Null: the job's row is gone, or was only looked at. */
export type HandReply = HandResult | null

export interface RescheduleInput {
  /** RFC 3339 with offset. Left out where the row has been changed already and the run shall only look at it. */
  scheduledFor?: string
}

export const cancelUpdate = defineUpdate<HandReply>('cancel')

export const rescheduleUpdate = defineUpdate<HandReply, [RescheduleInput]>('reschedule')

/** Texts and options are changed in the row, where they belong; the run only looks at it again. */
export const editUpdate = defineUpdate<HandReply>('edit')

/** Left empty where the row has been settled already and the run shall only look at it. */
export type ResolveInput = Resolution | Record<string, never>

export const resolveOutcomeUpdate = defineUpdate<HandReply, [ResolveInput]>('resolveOutcome')

export const publishNowUpdate = defineUpdate<HandReply>('publishNow')

/** The reason of a wait may be gone: look at the row. */
export const wakeSignal = defineSignal('wake')

/** The upload that is under way brings bytes: it is shown as `uploading`. */
export const uploadBegunSignal = defineSignal('uploadBegun')

/** The platform has told of the job's upload: ask it at once. */
export const platformEventSignal = defineSignal('platformEvent')

export interface EnsureFreshTokenInput {
  /** The token revision that the caller found too old. */
  staleRevision: number
}

/** Resolves once a newer pair is stored, or the platform has refused and the row says so. */
export const ensureFreshTokenUpdate = defineUpdate<void, [EnsureFreshTokenInput]>('ensureFreshToken')

/** Ends the grant of a connection that was ended in its row. `unsupported`: the platform leaves that to its users. */
export const endGrantUpdate = defineUpdate<'revoked' | 'unsupported'>('endGrant')

/** The account was connected anew: its waiting jobs must look at their rows. */
export const reconnectedSignal = defineSignal('reconnected')

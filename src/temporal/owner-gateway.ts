import {
  isGrpcServiceError,
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client'
import { ApplicationFailure } from '@temporalio/common'
import { PublishError, type Problem } from '../domain/errors'
import type { Clock } from '../domain/ports/clock'
import type { TokenOwner } from '../domain/ports/tokens'
import type { connectionOwner } from '../workflows'
import { connectionOwnerId, PUBLISH_QUEUE } from '../workflows/contract'
import { endGrantUpdate, ensureFreshTokenUpdate, reconnectedSignal } from '../workflows/messages'
import { coalescing } from './coalescing'

/** How long somebody who disconnects an account is kept waiting for its platform. */
const END_GRANT_WAIT_MS = 10_000

const REACH_WAIT_MS = 5_000

/** gRPC's NOT_FOUND and RESOURCE_EXHAUSTED. */
const NOT_TAKEN = [5, 8]

/** An owner that has just ended, or has ten updates in flight already, takes the next one in a moment. */
const ATTEMPTS = 5

/** Reaches the owner of a connection, which is started where there is none. */
export function createTokenOwner(client: Client, clock: Clock): TokenOwner {
  const { workflow } = client
  const ownerOf = (connectionId: string) => ({
    taskQueue: PUBLISH_QUEUE,
    workflowId: connectionOwnerId(connectionId),
    args: [{ connectionId }] as [{ connectionId: string }],
    staticSummary: `Token owner of connection ${connectionId}`,
  })
  const started = (connectionId: string) =>
    new WithStartWorkflowOperation<typeof connectionOwner>('connectionOwner', {
      ...ownerOf(connectionId),
      workflowIdConflictPolicy: 'USE_EXISTING',
    })

  // A run takes ten updates at a time: fifty steps of one process that need the same token ask once.
  const ensureFresh = coalescing((connectionId: string, staleRevision: number) =>
    again(() =>
      workflow.executeUpdateWithStart(ensureFreshTokenUpdate, {
        startWorkflowOperation: started(connectionId),
        args: [{ staleRevision }],
      }),
    ),
  )

  return {
    async ensureFresh(connectionId, staleRevision) {
      try {
        await ensureFresh(connectionId, staleRevision)
      } catch (error) {
        throw new PublishError(problemOf(error), { cause: error })
      }
    },

    async endGrant(connectionId) {
      try {
        return await client.withDeadline(clock.nowMs() + END_GRANT_WAIT_MS, () =>
          workflow.executeUpdateWithStart(endGrantUpdate, { startWorkflowOperation: started(connectionId) }),
        )
      } catch {
        // Whatever it was, the row says what is still to be done, and `renewConnections` does it.
        return 'pending'
      }
    },

    async reconnected(connectionId) {
      await client.withDeadline(clock.nowMs() + REACH_WAIT_MS, () =>
        workflow.signalWithStart<typeof connectionOwner>('connectionOwner', {
          ...ownerOf(connectionId),
          signal: reconnectedSignal,
        }),
      )
    },
  }
}

async function again<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (attempt === ATTEMPTS || !(isNotTaken(error) || isCutOff(error))) throw error
    }
  }
}

/** The run has ten updates in flight, though the client has waited for a place for half a minute, or it has just closed. */
function isNotTaken(error: unknown): boolean {
  // The client tells the failure of an update-with-start as gRPC does.
  const told = error instanceof ServiceError ? error.cause : error
  return error instanceof WorkflowNotFoundError || (isGrpcServiceError(told) && NOT_TAKEN.includes(told.code))
}

/** The run ended with the update in its hands: it was terminated. */
const isCutOff = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === 'AcceptedUpdateCompletedWorkflow'

/** What stood in the way of the renewal, as its step has told it. */
function problemOf(error: unknown): Problem {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    const [problem] = inner instanceof ApplicationFailure ? ((inner.details ?? []) as [Problem?]) : []
    if (problem?.code) return problem
  }
  return {
    code: 'token-refresh-failed',
    category: 'transient',
    message: 'The tokens could not be renewed: the owner of the connection was not reached or failed.',
    remedy: 'Nothing to do: it is tried again. If it stays so, look at its run in the Temporal Web UI.',
  }
}

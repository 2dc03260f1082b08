import type { JobMove } from '../job-end'
import type { DeliveryResult, DisabledReason } from '../webhook-delivery'
import type { Finding } from './rounds'

/** What starting a delivery needs. */
export interface DeliveryRun {
  messageId: string
  endpointId: string
}

/** The running side of deliveries. */
export interface DeliveryRuns {
  /** Starts the delivery of a message; one that waits for its turn looks at its row at once. */
  start(run: DeliveryRun): Promise<void>
}

/** A message that is due, with what it takes to send it. `secrets`: the current one first. */
export interface DueMessage {
  messageId: string
  endpointId: string
  url: string
  secrets: string[]
  body: string
}

/** How far a message has come: what is left of its delivery is in its row. */
export type DeliveryState =
  | { state: 'delivered' | 'given-up' }
  /** The row is gone, by its endpoint, event or user. */
  | { state: 'removed' }
  | { state: 'waiting'; untilMs: number }

export interface Deliveries {
  /** The message where it is to be sent now, else how it stands. */
  open(messageId: string): Promise<{ state: 'due'; message: DueMessage } | DeliveryState>
  /** Keeps what came of an attempt, and decides how it goes on: with the message, and with an endpoint that takes nothing. */
  record(message: DueMessage, result: DeliveryResult): Promise<DeliveryState>
}

/** One POST. Whatever goes wrong is a result. */
export interface WebhookSender {
  send(message: DueMessage, signal: AbortSignal): Promise<DeliveryResult>
}

export interface WebhookFanOut {
  /**
   * Makes a message for each endpoint that wants one of the oldest events, at most so many events at once.
   * @returns the messages to be delivered; `events`: how many events were looked at, 0 when none is left;
   *   `moves`: of jobs, among them
   */
  next(): Promise<{ events: number; moves: JobMove[]; runs: DeliveryRun[] }>
}

/** What a round of the reconciler looks for. */
export interface WebhookWatch {
  /** Messages whose turn has passed by more than a moment, the oldest first; more than a round can start are left to the next. */
  overdue(nowMs: number): Promise<DeliveryRun[]>
  /** Endpoints that nothing is sent to any more though their owner has not said so. */
  findings(): Promise<Finding[]>
}

export interface WebhookHealth {
  /** Messages on their way. */
  pending: number
  /** Endpoints by how they are; disabled ones by the reason. */
  endpoints: Record<'healthy' | 'taking-nothing' | DisabledReason, number>
}

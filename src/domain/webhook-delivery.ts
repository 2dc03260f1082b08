const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** The waits after the first attempt, the second and so on: about three days in all, as Standard Webhooks advises. */
const BACK_OFF_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
]

/** Up to so much is added to a wait, so that what failed together does not come back together. */
const JITTER = 0.2

/** No receiver puts us off for longer. */
const MAX_RETRY_AFTER_MS = DAY_MS

/** An endpoint that has taken nothing for so long gets nothing any more. */
export const FAILING_MS = 5 * DAY_MS

/** For so long a replaced secret signs along. */
export const OLD_SECRET_MS = DAY_MS

/** What is kept of deliveries, and told. */
export const MESSAGE_DAYS = 30

/**
 * Why an endpoint is not sent to: by its owner's wish, by its own answer `410 Gone`, or because it has taken nothing for
 * `FAILING_MS`.
 */
export type DisabledReason = 'by-request' | 'gone' | 'failing'

/** Why an attempt has failed. */
export type DeliveryFailure =
  | 'refused' // answered, and not with 2xx
  | 'redirected' // which is not followed
  | 'gone'
  | 'timeout'
  | 'not-resolved'
  | 'address-not-allowed'
  | 'url-not-allowed'
  | 'not-connected' // or cut before an answer

/** What came of one request. `failure` null: delivered. */
export interface DeliveryResult {
  startedAtMs: number
  durationMs: number
  /** Null: no answer. */
  httpStatus: number | null
  failure: DeliveryFailure | null
  /** The beginning of a refusing answer. */
  excerpt: string | null
  /** The instant that a receiver which is busy has named. */
  retryAtMs: number | null
}

/**
 * When a message is tried again; null: never, that was the last attempt. Never before its turn, whatever the receiver asks.
 * @param attempts made so far, this one included
 * @param random from 0 to below 1
 */
export function nextAttemptAtMs(
  attempts: number,
  { retryAtMs }: Pick<DeliveryResult, 'retryAtMs'>,
  nowMs: number,
  random: number,
): number | null {
  const waitMs = BACK_OFF_MS[attempts - 1]
  if (waitMs === undefined) return null
  const turnMs = nowMs + Math.round(waitMs * (1 + JITTER * random))
  return retryAtMs === null ? turnMs : Math.max(turnMs, Math.min(retryAtMs, nowMs + MAX_RETRY_AFTER_MS))
}

/** What an HTTP status means; null: delivered. */
export function failureOf(httpStatus: number): DeliveryFailure | null {
  if (httpStatus >= 200 && httpStatus < 300) return null
  if (httpStatus === 410) return 'gone'
  return httpStatus >= 300 && httpStatus < 400 ? 'redirected' : 'refused'
}

/** `Retry-After` of RFC 9110, seconds or a date, where the status is one that it belongs to; null: nothing that can be read. */
export function retryAtMs(httpStatus: number, header: string | undefined, nowMs: number): number | null {
  if (header === undefined || (httpStatus !== 429 && httpStatus !== 503)) return null
  const atMs = /^\d{1,9}$/.test(header) ? nowMs + Number(header) * SECOND_MS : Date.parse(header)
  return Number.isNaN(atMs) ? null : atMs
}

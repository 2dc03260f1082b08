import { z } from 'zod'
import type { Clock } from '../../domain/ports/clock'
import type { CallContext } from '../call-context'
import type { Phase } from '../error-table'
import { type CallGuards, effectOf, gatedCall, type OpenCall, type Told } from '../gated-call'
import type { HttpResult } from '../http'
import { tiktokErrors } from './errors'
import { type PerMinute, type TikTokOperation, windowsOf } from './windows'

export interface TikTokSettings extends CallGuards {
  apiUrl: string
  /** Whether the bytes are sent or TikTok fetches them from the bucket's public domain. */
  source: 'FILE_UPLOAD' | 'PULL_FROM_URL'
  perMinute: PerMinute
  clock: Clock
  /** A call without video bytes. */
  requestTimeoutMs: number
  /** One chunk. */
  sendTimeoutMs: number
}

export interface Query {
  operation: TikTokOperation
  path: string
  body: object
  /** Called right before the request is sent, once nothing forbids it. */
  beforeSending?: () => void
}

/** The one way to TikTok: past the gate, then sent. */
export function tiktokCalls({ apiUrl, perMinute, clock, requestTimeoutMs, ...guards }: TikTokSettings) {
  const failure = (phase: Phase, result: HttpResult) => tiktokErrors.error(phase, result, clock.nowMs())

  function gated<T>(
    operation: TikTokOperation,
    { phase, account }: CallContext,
    work: (call: OpenCall) => Promise<T>,
    told?: Told<T>,
  ): Promise<T> {
    const { platformUserId } = account
    const effect = effectOf(phase)
    const windows = windowsOf(perMinute, operation, effect)
    const call = { platform: 'TIKTOK', platformUserId, operation, effect, windows } as const
    return gatedCall(guards, call, phase, work, told)
  }

  async function sent<T>(
    { send }: OpenCall,
    { path, body, beforeSending }: Query,
    data: z.ZodType<T>,
    context: CallContext,
  ): Promise<T> {
    const { account, phase, signal } = context
    beforeSending?.()
    const result = await send({
      method: 'POST',
      url: `${apiUrl}${path}`,
      headers: { authorization: `Bearer ${account.accessToken}`, 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify(body),
      timeoutMs: requestTimeoutMs,
      signal,
      irreversible: phase === 'commit',
    })
    // Success is the envelope's code: refusals come with HTTP 200 as well.
    const envelope = z.object({ data, error: z.object({ code: z.literal('ok') }) })
    const parsed = result.answered && result.status < 300 ? envelope.safeParse(result.json).data : undefined
    if (!parsed) throw failure(phase, result)
    return parsed.data
  }

  return {
    failure,
    gated,
    /** Asks a data endpoint; what is not a good answer is thrown by the table. */
    ask: <T>(query: Query, data: z.ZodType<T>, context: CallContext, told?: Told<T>): Promise<T> =>
      gated(query.operation, context, (call) => sent(call, query, data, context), told),
    /** As `ask`, with the instant under which the call counts in its windows: it names its places there. */
    open: <T extends object>(
      query: Query,
      data: z.ZodType<T>,
      context: CallContext,
    ): Promise<T & { calledAtMs: number }> =>
      gated(query.operation, context, async (call) => ({
        ...(await sent(call, query, data, context)),
        calledAtMs: call.calledAtMs,
      })),
  }
}

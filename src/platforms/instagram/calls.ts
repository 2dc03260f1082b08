import type { z } from 'zod'
import { isLimiting, type Problem, PublishError } from '../../domain/errors'
import type { Clock } from '../../domain/ports/clock'
import type { PlatformCall } from '../../domain/ports/limits'
import type { CallContext } from '../call-context'
import { type CallGuards, effectOf, gatedCall, type OpenCall } from '../gated-call'
import type { HttpRequest, Upload } from '../http'
import { instagramErrors } from './errors'
import { reachedLimits } from './usage'
import { INSTAGRAM_WINDOWS, type InstagramOperation } from './windows'

export interface InstagramSettings extends CallGuards {
  apiUrl: string
  /** The Graph API's host for accounts of Facebook Login. */
  facebookUrl: string
  /** Takes the bytes of their resumable uploads. */
  uploadUrl: string
  /** `v25.0` */
  apiVersion: string
  clock: Clock
  requestTimeoutMs: number
  /** For the bytes of a video, and for `media_publish`, which has been seen to take long. */
  sendTimeoutMs: number
}

export interface InstagramCall<T> extends Pick<HttpRequest, 'method' | 'url' | 'timeoutMs'> {
  operation: InstagramOperation
  headers: Record<string, string>
  /** An upload is opened once nothing forbids to send it. */
  body?: string | (() => Promise<Upload>)
  answer: z.ZodType<T>
  /** Why a good answer is as bad as a refusal. */
  refusal?: (answer: T) => Problem | undefined
  /** The problem that a good answer reports of something else than the call. */
  told?: (answer: T) => Problem | undefined
  /** Called right before the request is sent, once nothing forbids it. */
  beforeSending?: () => void
}

/** The one way to Instagram: past the gate, then sent. What is not a good answer is thrown by the table. */
export function instagramCalls({ clock, gate, watch }: CallGuards & Pick<InstagramSettings, 'clock'>) {
  async function sent<T>(
    { send }: OpenCall,
    call: InstagramCall<T>,
    { phase, signal }: CallContext,
    gated: PlatformCall,
  ): Promise<T> {
    const { method, url, headers, body, timeoutMs, answer, refusal, beforeSending } = call
    const content = typeof body === 'function' ? await body() : body
    beforeSending?.()
    const irreversible = phase === 'commit'
    const result = await send({
      method,
      url,
      headers,
      timeoutMs,
      signal,
      irreversible,
      ...(content && { body: content }),
    })
    const limits = result.answered ? reachedLimits(result.headers, clock.nowMs()) : []
    for (const limit of limits) await gate.hold(gated, limit)
    const good = result.answered && result.status === 200 ? answer.safeParse(result.json).data : undefined
    if (good === undefined) throw instagramErrors.error(phase, result, clock.nowMs())
    const problem = refusal?.(good)
    if (problem) throw new PublishError(problem, isLimiting(problem) ? { limit: problem } : {})
    return good
  }

  return <T>(call: InstagramCall<T>, context: CallContext): Promise<T> => {
    const { operation } = call
    const { platformUserId } = context.account
    const windows = INSTAGRAM_WINDOWS[operation] ?? []
    const gated: PlatformCall = {
      platform: 'INSTAGRAM',
      platformUserId,
      operation,
      effect: effectOf(context.phase),
      windows,
    }
    const work = (open: OpenCall) => sent(open, call, context, gated)
    return gatedCall({ gate, watch }, gated, context.phase, work, call.told)
  }
}

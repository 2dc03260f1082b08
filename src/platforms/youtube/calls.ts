import type { Clock } from '../../domain/ports/clock'
import type { QuotaMeter } from '../../domain/ports/quota'
import type { CallPurpose, QuotaUser } from '../../domain/quota'
import type { CallContext } from '../call-context'
import { type CallGuards, effectOf, gatedCall, type OpenCall } from '../gated-call'
import type { HttpAnswer, HttpRequest, Upload } from '../http'
import { youtubeErrors } from './errors'
import { meteredCall } from './metered-call'

export interface YouTubeSettings extends CallGuards {
  apiUrl: string
  clock: Clock
  meter: QuotaMeter
  /** For whom the calls are made: metrics may not use what is kept for publishing. */
  quotaUser: QuotaUser
  /** A call without video bytes. */
  requestTimeoutMs: number
  /** One chunk. */
  sendTimeoutMs: number
}

export interface YouTubeCall extends Pick<HttpRequest, 'method' | 'url' | 'headers'> {
  /** The endpoint's name, e.g. `videos.list`. */
  operation: string
  /**
   * What the Data API's quota counts it as; absent for a session, whose upload is paid for by its reservation, and for what
   * is no call of the Data API.
   */
  purpose?: CallPurpose
  /** An upload is opened once nothing stands in the call's way any more. */
  body?: string | (() => Promise<Upload>)
}

/** Makes a call; what `read` does not take for a good answer is thrown by the table. */
export type CallYouTube = <T>(
  call: YouTubeCall,
  context: CallContext,
  read: (answer: HttpAnswer) => T | undefined,
) => Promise<T>

/** The one way to YouTube: past the gate, then past the meter, then sent. */
export function youtubeCalls(settings: Omit<YouTubeSettings, 'apiUrl'>): CallYouTube {
  const { clock, meter, quotaUser: user, requestTimeoutMs, sendTimeoutMs } = settings

  async function sent<T>(
    { send }: OpenCall,
    { method, url, headers, body }: YouTubeCall,
    { phase, account, signal }: CallContext,
    read: (answer: HttpAnswer) => T | undefined,
  ): Promise<T> {
    const isUpload = typeof body === 'function'
    const result = await send({
      method,
      url,
      headers: { ...headers, authorization: `Bearer ${account.accessToken}` },
      ...(body !== undefined && { body: isUpload ? await body() : body }),
      timeoutMs: isUpload ? sendTimeoutMs : requestTimeoutMs,
      signal,
      irreversible: phase === 'commit',
    })
    const good = result.answered ? read(result) : undefined
    if (good === undefined) throw youtubeErrors.error(phase, result, clock.nowMs())
    return good
  }

  return (call, context, read) => {
    const { operation, purpose } = call
    const { platformUserId } = context.account
    const effect = effectOf(context.phase)
    const gated = { platform: 'YOUTUBE', platformUserId, operation, effect, windows: [] } as const
    return gatedCall(settings, gated, context.phase, (open) => {
      const work = () => sent(open, call, context, read)
      return purpose ? meteredCall(meter, { purpose, user }, work) : work()
    })
  }
}

import { PublishError } from '../../domain/errors'
import { isPlatformQuotaExceeded } from '../../domain/platform-quota'
import type { QuotaMeter } from '../../domain/ports/quota'
import type { CallPurpose } from '../../domain/quota'

/**
 * Makes one call that YouTube's quota counts: charged before it is sent, be it answered well or not ("Quota calculator"),
 * unless it never left. YouTube's own word that the quota is used up closes the bucket of that call.
 * @throws PublishError of the meter, `neverSent`; else whatever `send` throws
 */
export async function meteredCall<T>(meter: QuotaMeter, purpose: CallPurpose, send: () => Promise<T>): Promise<T> {
  const taken = await meter.charge(purpose, 'publishing')
  try {
    return await send()
  } catch (error) {
    if (error instanceof PublishError && error.neverSent) await meter.giveBack(taken)
    if (isPlatformQuotaExceeded(error)) await meter.close(purpose)
    throw error
  }
}

import { PublishError } from '../../domain/errors'
import { isPlatformQuotaExceeded } from '../../domain/platform-quota'
import type { QuotaMeter } from '../../domain/ports/quota'
import type { CallPurpose, QuotaUser } from '../../domain/quota'

/** What YouTube's quota counts a call as. */
export interface Metered {
  purpose: CallPurpose
  user: QuotaUser
}

/**
 * Makes one call that YouTube's quota counts: charged before it is sent, be it answered well or not ("Quota calculator"),
 * unless it never left. YouTube's own word that the quota is used up closes the bucket of that call; but not the day's
 * uploads where a call of metrics was told so, since YouTube may count those apart whatever our model says.
 * @throws PublishError of the meter, `neverSent`; else whatever `send` throws
 */
export async function meteredCall<T>(
  meter: QuotaMeter,
  { purpose, user }: Metered,
  send: () => Promise<T>,
): Promise<T> {
  const taken = await meter.charge(purpose, user)
  try {
    return await send()
  } catch (error) {
    if (error instanceof PublishError && error.neverSent) await meter.giveBack(taken)
    const isOfUploads = user === 'metrics' && taken.bucket === 'uploads'
    if (isPlatformQuotaExceeded(error) && !isOfUploads) await meter.close(purpose)
    throw error
  }
}

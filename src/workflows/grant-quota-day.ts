import { grantQuota } from './proxies'

/** A new Pacific day: its uploads are given to the posts that are scheduled for it, then to the queue. */
export async function grantQuotaDay(): Promise<void> {
  await grantQuota({ reported: true })
}

import { setCurrentDetails } from '@temporalio/workflow'
import { grantQuota } from './proxies'

/** A new Pacific day: its uploads are given to the posts that are scheduled for it, then to the queue. */
export async function grantQuotaDay(): Promise<void> {
  setCurrentDetails("Gives the day's uploads to scheduled posts, then to the queue.")
  await grantQuota({ reported: true })
}

import { PLATFORM_NAMES, type Platform } from './platform'
import type { UnavailableReason } from './ports/metrics'
import { AUTHORIZATION_REMOVED, PERMISSION_MISSING } from './refusal'

/** What has happened to a post that its platform does not show any more. */
export function tellUnavailable(platform: Platform, reason: string): string {
  const name = PLATFORM_NAMES[platform]
  const sentences: Record<UnavailableReason, string> = {
    'deleted-at-platform': `The post was deleted on ${name}.`,
    'private-at-platform': `The post was made private on ${name}.`,
    'deleted-or-private': `${name} does not show the post any more: it was deleted or made private.`,
  }
  return Object.entries(sentences).find(([known]) => known === reason)?.[1] ?? sentences['deleted-or-private']
}

/** Why the numbers of a post were not brought, by the code of the problem that its last sync met. */
export function tellSyncFailure(platform: Platform, code: string): string {
  const name = PLATFORM_NAMES[platform]
  const reconnect = `the user has to connect the ${name} account again.`
  const sentences: Record<string, string> = {
    'reconnect-required': `The numbers cannot be read: ${reconnect}`,
    'access-token-invalid': `The numbers cannot be read: ${reconnect}`,
    [AUTHORIZATION_REMOVED]: `The user has removed the app's access: for new numbers, ${reconnect}`,
    [PERMISSION_MISSING]: `The permission to read numbers was not granted: ${reconnect}`,
    'account-changed': `The user has connected another ${name} account; only the one with the post can read its numbers.`,
    'rate-limited': `${name} limits how often it may be asked; the numbers are asked for again by themselves.`,
    paused: `An operator has stopped all questions to ${name} for now.`,
    'platform-unavailable': `${name} did not answer as it should; the numbers are asked for again by themselves.`,
  }
  return sentences[code] ?? `The numbers could not be read (${code}); they are asked for again by themselves.`
}

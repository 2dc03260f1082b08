import type { ErrorCategory, Problem } from './errors'
import { PAUSED } from './ports/limits'
import { PERMISSION_MISSING } from './refusal'

/**
 * Who can do something about a problem.
 * - `caller`: whoever makes the request, by another one.
 * - `user`: whoever has the account, at its platform.
 * - `operator`: whoever runs Publisher.
 * - `nobody`: it passes by itself.
 */
export const ACTORS = ['caller', 'user', 'operator', 'nobody'] as const

export type Actor = (typeof ACTORS)[number]

const BY_CATEGORY: Record<ErrorCategory, Actor> = {
  transient: 'nobody',
  'rate-limited': 'nobody',
  quota: 'nobody',
  auth: 'user',
  media: 'caller',
  policy: 'caller',
  configuration: 'operator',
  'unknown-outcome': 'nobody',
  internal: 'operator',
}

/** Where the category does not tell it. */
const BY_CODE: Record<string, Actor> = {
  [PAUSED]: 'operator',
  [PERMISSION_MISSING]: 'user',
  'connection-not-found': 'user',
  'connection-not-usable': 'user',
  'account-restricted': 'user',
  'user-app-too-old': 'user',
}

export const whoCanAct = ({ code, category }: Pick<Problem, 'code' | 'category'>): Actor =>
  BY_CODE[code] ?? BY_CATEGORY[category]

import type { RequestHandler } from 'express'
import type { ApiKeys } from '../../database/api-keys'
import type { Clock } from '../../domain/ports/clock'

const MINUTE_MS = 60_000

/**
 * Keeps in which minute each key was last used, with at most one statement a minute. No request waits for it, and none
 * fails with it: what could not be noted is noted with a use of the next minute. Goes behind the guard that knows the caller.
 */
export function createKeyUse(apiKeys: Pick<ApiKeys, 'noteUse'>, clock: Clock): RequestHandler {
  const notedAtMs = new Map<string, number>()

  return (_request, response, next) => {
    const { caller, log } = response.locals
    const minuteMs = Math.floor(clock.nowMs() / MINUTE_MS) * MINUTE_MS
    if (notedAtMs.get(caller.keyId) !== minuteMs) {
      notedAtMs.set(caller.keyId, minuteMs)
      apiKeys
        .noteUse(caller.keyId, new Date(minuteMs))
        .catch((error: unknown) => log.warn({ err: error, keyId: caller.keyId }, 'the use of a key was not noted'))
    }
    next()
  }
}

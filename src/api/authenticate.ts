import type { RequestHandler } from 'express'
import type { ApiKeys, Caller } from '../database/api-keys'
import type { Clock } from '../domain/ports/clock'
import { hashApiKey } from '../security/api-keys'
import type { Scope } from '../security/api-keys'
import { ApiProblem } from './problems'

/** How long a revoked key may still be let in by a process. */
export const REVOKED_WITHIN_MS = 5_000

const CACHE_ENTRIES = 1_000

/** Lets a request pass whose key is in force, and says whose it is. A guess, a revoked key and what is no key at all are answered alike. */
export function createAuthenticate(apiKeys: Pick<ApiKeys, 'findByHash'>, clock: Clock): RequestHandler {
  const findCaller = cached(apiKeys, clock)

  return async (request, response, next) => {
    const key = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
    if (key === undefined) throw new ApiProblem('api-key-missing')
    const caller = await findCaller(hashApiKey(key))
    if (!caller) throw new ApiProblem('api-key-invalid')
    response.locals.caller = caller
    next()
  }
}

/** Lets a known caller pass whose key has the scope. */
export const demandScope =
  (scope: Scope): RequestHandler =>
  (_request, response, next) => {
    if (!response.locals.caller.scopes.includes(scope)) throw new ApiProblem('scope-missing', { scope })
    next()
  }

/** Only keys that exist are remembered: guesses cannot fill the cache. */
function cached(apiKeys: Pick<ApiKeys, 'findByHash'>, clock: Clock): (keyHash: string) => Promise<Caller | null> {
  const known = new Map<string, { caller: Caller; untilMs: number }>()

  return async (keyHash) => {
    const askedAtMs = clock.nowMs()
    const hit = known.get(keyHash)
    if (hit && askedAtMs < hit.untilMs) return hit.caller
    known.delete(keyHash)
    const caller = await apiKeys.findByHash(keyHash)
    if (known.size >= CACHE_ENTRIES) known.clear()
    // It may have been revoked since it was asked for, however long the answer took.
    if (caller) known.set(keyHash, { caller, untilMs: askedAtMs + REVOKED_WITHIN_MS })
    return caller
  }
}

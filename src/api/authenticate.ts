import type { RequestHandler } from 'express'
import type { ApiKeys, Caller } from '../database/api-keys'
import type { Clock } from '../domain/ports/clock'
import { hashApiKey } from '../security/api-keys'
import type { Scope } from '../security/api-keys'
import { ApiProblem } from './problems'

/** How long a revoked key may still be let in by this process. */
const CACHE_MS = 5_000
const CACHE_ENTRIES = 1_000

/** Makes the guard of a route: lets a request pass whose key is in force and has the scope. */
export type Authenticate = (scope: Scope) => RequestHandler

export function createAuthenticate(apiKeys: ApiKeys, clock: Clock): Authenticate {
  const findCaller = cached(apiKeys, clock)

  return (scope) => async (request, response, next) => {
    const key = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
    if (key === undefined) throw new ApiProblem('api-key-missing')
    const caller = await findCaller(hashApiKey(key))
    if (!caller) throw new ApiProblem('api-key-invalid')
    if (!caller.scopes.includes(scope)) throw new ApiProblem('scope-missing', { scope })
    response.locals.caller = caller
    next()
  }
}

/** Only keys that exist are remembered: guesses cannot fill the cache. */
function cached(apiKeys: ApiKeys, clock: Clock): (keyHash: string) => Promise<Caller | null> {
  const known = new Map<string, { caller: Caller; untilMs: number }>()

  return async (keyHash) => {
    const hit = known.get(keyHash)
    if (hit && clock.nowMs() < hit.untilMs) return hit.caller
    known.delete(keyHash)
    const caller = await apiKeys.findByHash(keyHash)
    if (known.size >= CACHE_ENTRIES) known.clear()
    if (caller) known.set(keyHash, { caller, untilMs: clock.nowMs() + CACHE_MS })
    return caller
  }
}

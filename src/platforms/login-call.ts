import type { z } from 'zod'
import type { CallWatch } from '../domain/ports/call-watch'
import type { Clock } from '../domain/ports/clock'
import type { Platform } from '../domain/platform'
import type { ErrorTable, Phase } from './error-table'
import type { HttpAnswer, HttpRequest, HttpResult } from './http'
import { watchedCall } from './watched-call'

export interface LoginCallSettings {
  clock: Clock
  watch: CallWatch
  requestTimeoutMs: number
}

/** What a login sends: its URL or body may hold secrets, and neither is ever told. */
export type LoginRequest = Pick<HttpRequest, 'method' | 'url' | 'headers' | 'body'>

export type LoginCall = <T>(
  phase: Extract<Phase, 'connect' | 'refresh' | 'revoke'>,
  request: LoginRequest,
  answer: z.ZodType<T>,
) => Promise<T>

/**
 * Calls of a login: the answer's fields decide what is a good one, since failures have been seen with HTTP 200. Nobody
 * gives up on a call: an answer that rotates a token must be heard.
 */
export function loginCall(
  platform: Platform,
  errors: ErrorTable,
  { clock, watch, requestTimeoutMs }: LoginCallSettings,
): LoginCall {
  return (phase, request, answer) =>
    watchedCall(watch, { platform, operation: `login.${phase}`, phase }, async (send) => {
      const signal = new AbortController().signal
      const result = await send({ ...request, timeoutMs: requestTimeoutMs, signal })
      const parsed = isAnswer(result) ? answer.safeParse(result.json) : undefined
      if (!parsed?.success) throw errors.error(phase, result, clock.nowMs())
      return parsed.data
    })
}

/** A proxy's page is none, whatever its status; where an empty body is a good answer, it would pass for one. */
const isAnswer = (result: HttpResult): result is HttpAnswer =>
  result.answered && result.status < 300 && !result.headers['content-type']?.includes('text/html')

export const formPost = (url: string, fields: Record<string, string>): LoginRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

export const authorizedGet = (url: string, accessToken: string): LoginRequest => ({
  method: 'GET',
  url,
  headers: { authorization: `Bearer ${accessToken}` },
})

/** Leaves out what is null. */
export function withQuery(url: string, query: Record<string, string | null>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== null)
  return `${url}?${new URLSearchParams(given).toString()}`
}

/** The scopes of an answer that lists them as one text or as an array; nothing where it does not tell them. */
export function grantedScopes(told: string | string[] | undefined): { scopes?: string[] } {
  if (told === undefined) return {}
  return { scopes: typeof told === 'string' ? told.split(/[\s,]+/).filter(Boolean) : told }
}
